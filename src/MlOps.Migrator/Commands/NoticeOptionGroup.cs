using System.CommandLine;
using MlOps.Migrator.Jobs;
using MlOps.Persistence.Notices;

namespace MlOps.Migrator.Commands;

/// <summary>The options that say where notices of one kind go.</summary>
internal sealed class NoticeOptionGroup
{
    private readonly string _name;
    private readonly WebhookVariables _variables;
    private readonly Option<string?> _command;
    private readonly Option<string[]> _arguments;
    private readonly Option<string?> _webhook;
    private readonly Option<FileInfo?> _secretFile;
    private readonly Flag _private;

    /// <param name="name">What the options begin with: "alert".</param>
    /// <param name="subject">What a notice is about: "alert".</param>
    /// <param name="occasion">When it is sent: ", when it fires".</param>
    /// <param name="variables">The variables of the environment that hold what is no option.</param>
    public NoticeOptionGroup(string name, string subject, string occasion, WebhookVariables variables)
    {
        (_name, _variables) = (name, variables);
        _command = new($"--{name}-command")
        {
            Description =
                $"A program that is run for each {subject}{occasion}. It gets the {subject} as JSON on its standard input. No shell runs " +
                "it.",
            HelpName = "program",
        };
        _arguments = new($"--{name}-argument")
        {
            Description =
                $"An argument of that program; give one for each, in order. Write --{name}-argument=-x if it begins with a dash. " +
                "Everybody on the machine can read it, so it is no place for a secret.",
            HelpName = "text",
            Arity = ArgumentArity.OneOrMore,
        };
        _webhook = new($"--{name}-webhook")
        {
            Description =
                $"An address to which each {subject} is posted as JSON{occasion}. Each call is signed with a secret, which is in " +
                $"{WebhookSecret.Variable} or in a file. Other users of the machine can see arguments: an address with a secret in it " +
                $"belongs in {variables.Address}, which is read without this option.",
            HelpName = "url",
        };
        _secretFile = new($"--{name}-secret-file")
        {
            Description = $"A file with the secret of the webhook in its first line. Without it, {WebhookSecret.Variable} has the secret.",
            HelpName = "file",
        };
        _private = new(
            $"--{name}-private-addresses",
            "Let the webhook have an address of this machine or of a local network. Without it, only addresses of the internet are " +
            "called.");
    }

    public void AddTo(Command command)
    {
        Option[] options = [_command, _arguments, _webhook, _secretFile, _private];
        foreach (var option in options)
            command.Add(option);

        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(_arguments) is not null && parsed.GetResult(_command) is null)
                parsed.AddError($"{_arguments.Name} is for the program of {_command.Name}. Give that as well.");

            foreach (var option in (Option[])[_secretFile, _private])
            {
                if (parsed.GetResult(option) is { Implicit: false }
                    && parsed.GetResult(_webhook) is null && !WebhookAddress.IsSet(_variables.Address))
                {
                    parsed.AddError(
                        $"{option.Name} is for the address of {_webhook.Name}. Give that as well, or set {_variables.Address}.");
                }
            }

            if (parsed.GetResult(_webhook) is { Tokens: [var address] } && WebhookAddress.Parse(address.Value) is null)
                parsed.AddError($"{_webhook.Name} {WebhookAddress.Requirement}");
        });
    }

    /// <summary>Makes the sinks that the user has asked for. The caller disposes of them.</summary>
    public IReadOnlyList<INoticeSink> Create(ParseResult parsed)
    {
        var sinks = new List<INoticeSink>();
        if (parsed.GetValue(_command) is { } program)
            sinks.Add(new CommandSink("command", ProgramPath.Require(program), parsed.GetValue(_arguments) ?? []));

        if (WebhookAddress.Read(parsed.GetValue(_webhook), _variables.Address) is { } address)
        {
            sinks.Add(new WebhookSink("webhook", new WebhookOptions
            {
                Url = address,
                Secret = WebhookSecret.Read(parsed.GetValue(_secretFile), _name),
                Authorization = _variables.FindAuthorization(),
                AllowPrivateAddresses = parsed.GetValue(_private),
            }));
        }

        return sinks;
    }
}
