using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PowerShellHost;

// Questions: missing mandatory parameters, choices, credentials.
internal sealed partial class ConsoleUserInterface
{
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);
        RefuseWhenNonInteractive();
        WriteHeading(caption, message);
        var answers = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in descriptions)
        {
            answers[field.Name] = PSObject.AsPSObject(AskField(field));
        }
        return answers;
    }

    private object AskField(FieldDescription field)
    {
        var label = string.IsNullOrEmpty(field.Label) ? field.Name : field.Label.Replace("&", "", StringComparison.Ordinal);
        var type = Type.GetType(field.ParameterAssemblyFullName, throwOnError: false)
            ?? LanguagePrimitives.ConvertTo<Type>(field.ParameterTypeFullName);
        if (type == typeof(SecureString))
        {
            Write(label + ": ");
            return ReadSecret();
        }
        if (type == typeof(PSCredential))
        {
            return PromptForCredential("", "", "", "");
        }
        return typeof(IList).IsAssignableFrom(type) ? AskList(label, type) : AskValue(label + ": ", type);
    }

    private object AskList(string label, Type type)
    {
        var element = type.GetElementType() ?? typeof(object);
        var items = new ArrayList();
        while (true)
        {
            Write($"{label}[{items.Count}]: ");
            var answer = ReadAnswer();
            if (answer.Length == 0)
            {
                return items.ToArray(element);
            }
            items.Add(LanguagePrimitives.ConvertTo(answer, element));
        }
    }

    private object AskValue(string label, Type type)
    {
        while (true)
        {
            Write(label);
            var answer = ReadAnswer();
            try
            {
                return LanguagePrimitives.ConvertTo(answer, type);
            }
            catch (PSInvalidCastException refused) when (!Console.IsInputRedirected)
            {
                WriteErrorLine(refused.Message);
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        RefuseWhenNonInteractive();
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadAnswer();
            if (userName.Length == 0)
            {
                return null!;
            }
        }
        Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadSecret());
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RefuseWhenNonInteractive();
        var menu = new ChoiceMenu(choices, defaultChoice < 0 ? [] : [defaultChoice]);
        WriteHeading(caption, message);
        while (true)
        {
            Write(menu.Line);
            var answer = ReadAnswer().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }
            if (menu.Find(answer) is { } index)
            {
                return index;
            }
            AnswerOtherwise(menu, answer);
        }
    }

    public Collection<int> PromptForChoice(string? caption, string? message, Collection<ChoiceDescription> choices, IEnumerable<int>? defaultChoices)
    {
        RefuseWhenNonInteractive();
        var defaults = defaultChoices?.ToList() ?? [];
        var menu = new ChoiceMenu(choices, defaults);
        WriteHeading(caption, message);
        WriteLine(menu.Line);
        var chosen = new Collection<int>();
        while (true)
        {
            Write($"Choice[{chosen.Count}]: ");
            var answer = ReadAnswer().Trim();
            if (answer.Length == 0)
            {
                return chosen.Count > 0 ? chosen : new Collection<int>(defaults);
            }
            if (menu.Find(answer) is { } index)
            {
                chosen.Add(index);
            }
            else
            {
                AnswerOtherwise(menu, answer);
            }
        }
    }

    private void AnswerOtherwise(ChoiceMenu menu, string answer)
    {
        if (answer == "?")
        {
            WriteLine(menu.Help);
        }
        else if (Console.IsInputRedirected && Console.In.Peek() < 0)
        {
            // Nobody is left who could answer: asking again would never end.
            throw new PSInvalidOperationException("The input ended before the question was answered.");
        }
    }

    private void WriteHeading(string? caption, string? message)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line!);
        }
    }
}
