import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { errorOutputTypes, toErrorOutputs } from '../explain-error/error-output.ts';
import { readErrorFacts } from '../explain-error/error-facts.ts';
import { unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Resolve',
    noun: 'AzError',
    synopsis: 'Explains errors: why they came, what to do, and what to tell support.',
    description:
      'Takes errors apart: those given, the newest one, or all of this session. For an error of a sign-in or of an Azure service it shows the cause, the recommended action, the numbers of Entra ID, the correlation ID and request ID that support asks for, and the request that failed; for any other error its exceptions, the line and the stack.\n\nTokens, passwords and keys are taken out of what it shows, so that it can be sent to others. Look it over before you do.',
    defaultSet: 'AnyErrorParameterSet',
    sets: ['AnyErrorParameterSet', 'LastErrorParameterSet'],
    parameters: {
      Error: {
        type: 'errorRecord[]',
        help: 'The errors to explain. Without it, and without -Last, those of this session ($Error), the newest first.',
        sets: { AnyErrorParameterSet: { position: 0, pipeline: 'value' } },
      },
      Last: {
        type: 'switch',
        help: 'Explains the newest error of this session only.',
        sets: { LastErrorParameterSet: { mandatory: true } },
      },
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [errorOutputTypes.record, errorOutputTypes.exception, errorOutputTypes.rest],
    examples: [
      {
        title: 'Explain the newest error',
        code: 'Resolve-AzError -Last',
        remarks: 'Gives one object for the error and one for each exception inside it.',
      },
      {
        title: 'Explain the errors of a session',
        code: '$Error | Resolve-AzError | Select-Object ErrorId, Cause, RecommendedAction',
        remarks: 'Gives what went wrong, why, and what to do.',
      },
      {
        title: 'What support asks for',
        code: 'Resolve-AzError -Last | Format-List EntraErrorCode, CorrelationId, RequestId, Timestamp',
        remarks: 'Gives the numbers by which Microsoft finds the request.',
      },
    ],
    links: ['Connect-AzAccount'],
  },
  async (call, { sessionErrors, write }) => {
    const given = call.parameterSet === 'AnyErrorParameterSet' ? call.parameters.Error : undefined;
    const errors = given ?? (await sessionErrors(call.parameterSet === 'LastErrorParameterSet'));
    for (const error of errors) {
      for (const output of toErrorOutputs(readErrorFacts(error))) write(output);
    }
  },
);
