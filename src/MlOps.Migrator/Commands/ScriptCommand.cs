using System.CommandLine;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Plans;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>The SQL of migrations, for a database administrator.</summary>
internal sealed class ScriptCommand : Verb
{
    // Nobody connects to it.
    private const string NoServer = "Host=localhost";

    private readonly ContextFactory _contexts;
    private readonly ConnectionOption _connection = ConnectionOption.Create();

    private readonly Option<string> _from = new("--from")
    {
        Description = "Connect to no server: write the SQL from this migration on, with its time or without; 0 for an empty database.",
        HelpName = "migration",
    };

    private readonly Option<string> _to = new("--to")
    {
        Description = "The last migration; the newest if not given.",
        HelpName = "migration",
    };

    private readonly Option<string> _file = new("--output")
    {
        Description = "Write the SQL into this file, and replace what it has.",
        HelpName = "file",
    };

    public ScriptCommand(ContextFactory contexts)
        : base("script", "Write the SQL of the pending migrations, for somebody who runs it by hand. It changes nothing.")
    {
        _contexts = contexts;
        Examples =
        [
            "script --output pending.sql",
            "script --from 0 | psql -v ON_ERROR_STOP=1 mlops",
        ];
        Add(_connection);
        Add(_from);
        Add(_to);
        Add(_file);
        Validators.Add(parsed =>
        {
            if (parsed.GetResult(_from) is not null && parsed.GetResult(_connection) is not null)
                parsed.AddError("Give either --from, which asks no server, or --connection.");
        });
        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var script = await WriteAsync(parsed, cancellationToken);
        var file = parsed.GetValue(_file);
        if (file is not null)
            await StoreAsync(file, script.Sql, cancellationToken);

        var sql = file is null ? script.Sql : null;
        output.Write(new { script.From, script.To, script.Migrations, script.IsIdempotent, File = file, Sql = sql });
        // As it is, so that psql can run it.
        if (file is null && !output.IsJson)
            await parsed.InvocationConfiguration.Output.WriteAsync(script.Sql.AsMemory(), cancellationToken);
        else if (file is not null)
            output.Say($"{file} has {script.Migrations.Count} {(script.Migrations.Count == 1 ? "migration" : "migrations")}.");

        return ExitCode.Success;
    }

    private async Task<MigrationScript> WriteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var to = parsed.GetValue(_to);
        if (parsed.GetValue(_from) is { } from)
        {
            await using var nowhere = NpgsqlDataSource.Create(NoServer);
            await using var offline = _contexts.Create(nowhere, Tenants.Default);
            return MigrationScript.Between(offline, from, to);
        }

        await using var database = await TenantDatabase.OpenAsync(
            _contexts, parsed.GetValue(_connection), Tenants.Default, cancellationToken);
        await using var context = database.CreateContext();
        return await MigrationScript.ReadAsync(context, to, cancellationToken);
    }

    // The old file stays until the new one is complete.
    private static async Task StoreAsync(string file, string sql, CancellationToken cancellationToken)
    {
        try
        {
            var partial = $"{file}.partial";
            await File.WriteAllTextAsync(partial, sql, cancellationToken);
            File.Move(partial, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(MlOpsError.Configuration, $"The SQL was not written to '{file}': {e.Message} Name another file.", e);
        }
    }
}
