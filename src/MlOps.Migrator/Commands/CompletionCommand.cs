using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>Lets a shell complete commands, options and values.</summary>
internal sealed class CompletionCommand : Verb
{
    public CompletionCommand()
        : base("completion", "Print a script for a shell, which then completes commands, options and values.")
    {
        Examples =
        [
            "completion bash >> ~/.bashrc",
            "completion zsh >> ~/.zshrc",
            $"completion fish > ~/.config/fish/completions/{Invocation.Program}.fish",
            "completion pwsh >> $PROFILE",
        ];
        var names = string.Join(", ", CompletionScript.Shells);
        var shell = new Argument<string>("shell")
        {
            Description = $"One of {names}.",
            CustomParser = result =>
            {
                if (CompletionScript.Shells.Contains(result.Tokens[0].Value))
                    return result.Tokens[0].Value;

                result.AddError($"The shell must be one of {names}, and is '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        shell.CompletionSources.Add([.. CompletionScript.Shells]);
        Add(shell);
        SetAction(parsed => parsed.InvocationConfiguration.Output.Write(
            CompletionScript.Write(parsed.GetRequiredValue(shell), Invocation.Program)));
    }
}
