import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { errorOutputTypes, toErrorOutputs } from '../explain-error/error-output.ts';
import { readErrorFacts } from '../explain-error/error-facts.ts';
import { unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Resolve',
    noun: 'AzError',
    synopsis: 'Explains errors: the cause, what to do, and what support needs.',
    description:
      'Explains the given errors, the newest one, or all errors of this session. For an error of a sign-in or of an Azure service it shows the cause, the recommended action, the error codes of Entra ID, the correlation ID and request ID that support asks for, and the request that failed. For any other error it shows the exceptions, the line and the stack.\n\nTokens, passwords and keys are removed from the output, so that you can send it to others. Read it through before you do.',
    defaultSet: 'AnyErrorParameterSet',
    sets: ['AnyErrorParameterSet', 'LastErrorParameterSet'],
    parameters: {
      Error: {
        type: 'errorRecord[]',
        help: 'The errors to explain. The default is all errors of this session ($Error), the newest first.',
        sets: { AnyErrorParameterSet: { position: 0, pipeline: 'value' } },
      },
      Last: {
        type: 'switch',
        help: 'Explains only the newest error of this session.',
        sets: { LastErrorParameterSet: { mandatory: true } },
      },
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [errorOutputTypes.record, errorOutputTypes.exception, errorOutputTypes.rest],
    examples: [
      {
        title: 'Explain the newest error',
        code: 'Resolve-AzError -Last',
        remarks: 'Returns one object for the error and one for each exception inside it.',
      },
      {
        title: 'Explain the errors of a session',
        code: '$Error | Resolve-AzError | Select-Object ErrorId, Cause, RecommendedAction',
        remarks: 'Shows what went wrong, why, and what to do.',
      },
      {
        title: 'What support asks for',
        code: 'Resolve-AzError -Last | Format-List EntraErrorCode, CorrelationId, RequestId, Timestamp',
        remarks: 'Shows the codes and IDs with which Microsoft finds the request.',
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
