using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PSModelPruning.Host;

/// <summary>Questions to the person at the terminal. Where input is redirected a question is an error, never a wait without end.</summary>
internal sealed partial class ConsoleUserInterface
{
    public override string ReadLine()
    {
        RequirePerson("a line of text", "Give the value as an argument instead.");
        return Console.ReadLine() ?? "";
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequirePerson(string.Join(", ", descriptions.Select(field => $"'{field.Name}'")), "Give the parameter on the command line.");
        Ask(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in descriptions)
        {
            Show(_error, field.Name + ": ");
            answers[field.Name] = PSObject.AsPSObject(Console.ReadLine() ?? "");
        }
        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequirePerson($"a choice ({caption} {message})".Replace("\n", " "), "Add -Confirm:$false, or -Force where there is one.");
        Ask(caption, message);
        string[] labels = [.. choices.Select(choice => choice.Label.Replace("&", ""))];
        string[] keys = [.. choices.Select(HotKey)];
        while (true)
        {
            Show(
                _error,
                string.Join("  ", labels.Select((label, i) => $"[{keys[i]}] {label}"))
                    + (defaultChoice >= 0 ? $" (default {keys[defaultChoice]}): " : ": ")
            );
            string? answer = Console.ReadLine()?.Trim();
            if (string.IsNullOrEmpty(answer) && defaultChoice >= 0)
                return defaultChoice;
            if (answer is null)
                throw new HostException("The input ended before a choice was made.");
            int chosen = Array.FindIndex(labels, label => label.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen < 0)
                chosen = Array.FindIndex(keys, key => key.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
                return chosen;
        }
    }

    public override SecureString ReadLineAsSecureString() =>
        throw new HostException("This program cannot read secrets; run the script in pwsh.");

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new HostException("This program cannot ask for credentials; run the script in pwsh.");

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options
    ) => PromptForCredential(caption, message, userName, targetName);

    private void Ask(string caption, string message)
    {
        foreach (string line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
            Show(_error, line + Environment.NewLine);
    }

    private static void RequirePerson(string what, string instead)
    {
        if (Console.IsInputRedirected)
            throw new HostException($"The script asks for {what}, but nobody is there to answer: input is not a terminal. {instead}");
    }

    private static string HotKey(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&');
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label[mark + 1].ToString().ToUpperInvariant() : choice.Label;
    }
}
