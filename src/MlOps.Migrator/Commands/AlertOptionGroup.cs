using System.CommandLine;
using MlOps.Migrator.Jobs;
using MlOps.Persistence.Alerts;

namespace MlOps.Migrator.Commands;

/// <summary>The options that say where alerts go.</summary>
internal sealed class AlertOptionGroup
{
    private readonly Option<string?> _command = new("--alert-command")
    {
        Description =
            "A program that is run for each alert, when it fires and when it ends. It gets the alert as JSON on its standard input. No " +
            "shell runs it.",
        HelpName = "program",
    };

    private readonly Option<string[]> _arguments = new("--alert-argument")
    {
        Description =
            "An argument of that program; give one for each, in order. Write --alert-argument=-x if it begins with a dash. Everybody on " +
            "the machine can read it, so it is no place for a secret.",
        HelpName = "text",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _webhook = new("--alert-webhook")
    {
        Description =
            "An address to which each alert is posted as JSON, when it fires and when it ends. Each call is signed with a secret, " +
            $"which is in {WebhookSecret.Variable} or in a file. Other users of the machine can see arguments: an address with a secret " +
            $"in it belongs in {WebhookAddress.Variable}, which is read without this option.",
        HelpName = "url",
    };

    private readonly Option<FileInfo?> _secretFile = new("--alert-secret-file")
    {
        Description = $"A file with the secret of the webhook in its first line. Without it, {WebhookSecret.Variable} has the secret.",
        HelpName = "file",
    };

    private readonly Flag _private = new(
        "--alert-private-addresses",
        "Let the webhook have an address of this machine or of a local network. Without it, only addresses of the internet are called.");

    public void AddTo(Command command)
    {
        Option[] options = [_command, _arguments, _webhook, _secretFile, _private];
        foreach (var option in options)
            command.Add(option);

        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(_arguments) is not null && parsed.GetResult(_command) is null)
                parsed.AddError("--alert-argument is for the program of --alert-command. Give that as well.");

            foreach (var option in (Option[])[_secretFile, _private])
            {
                if (parsed.GetResult(option) is { Implicit: false } && parsed.GetResult(_webhook) is null && !WebhookAddress.IsSet)
                    parsed.AddError(
                        $"{option.Name} is for the address of --alert-webhook. Give that as well, or set {WebhookAddress.Variable}.");
            }

            if (parsed.GetResult(_webhook) is { Tokens: [var address] } && WebhookAddress.Parse(address.Value) is null)
                parsed.AddError($"{_webhook.Name} {WebhookAddress.Requirement}");
        });
    }

    /// <summary>Makes the sinks that the user has asked for. The caller disposes of them.</summary>
    public IReadOnlyList<IAlertSink> Create(ParseResult parsed)
    {
        var sinks = new List<IAlertSink>();
        if (parsed.GetValue(_command) is { } program)
            sinks.Add(new CommandSink("command", ProgramPath.Require(program), parsed.GetValue(_arguments) ?? []));

        if (WebhookAddress.Read(parsed.GetValue(_webhook)) is { } address)
        {
            sinks.Add(new WebhookSink("webhook", new WebhookOptions
            {
                Url = address,
                Secret = WebhookSecret.Read(parsed.GetValue(_secretFile)),
                AllowPrivateAddresses = parsed.GetValue(_private),
            }));
        }

        return sinks;
    }
}
