using System.CommandLine;
using MlOps.Import;
using MlOps.Migrator.Import;
using MlOps.Persistence;
using MlOps.Persistence.Connections;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Imports what a team has in tables of its own.</summary>
internal sealed class ImportCommand : Verb
{
    private readonly ContextFactory _contexts;

    private readonly Option<string> _from = new("--from")
    {
        Description = "The database to read, in the same form as --connection. Nothing is written to it.",
        HelpName = "connection",
        Required = true,
    };

    private readonly ConnectionOption _connection = ConnectionOption.Create();

    private readonly TenantOption _tenant = new("The tenant of the rows that name none");

    private readonly Option<string> _schema = new("--schema")
    {
        Description = "The schema of the tables to read.",
        DefaultValueFactory = _ => "public",
    };

    private readonly FeaturesOption _features = new();

    private readonly Flag _dryRun = new("--dry-run", "Read everything and write nothing. The report is the same.");

    private readonly Option<FileInfo?> _report = new("--report")
    {
        Description = "A new file that gets each refused row, as a line of JSON. Only you can read it.",
    };

    public ImportCommand(ContextFactory contexts)
        : base("import", "Import predictions, models, trainings, evolution, patterns, telemetry and more from a team's own tables.")
    {
        _contexts = contexts;
        Examples =
        [
            "import --from postgres://reader@old/predictions --dry-run",
            "import --from postgres://reader@old/predictions --connection postgres://owner@db/mlops --report refused.jsonl",
            "import --from postgres://reader@old/predictions --features oracle=oracle-inputs --features code-roach=code-metrics:2",
        ];
        Add(_from);
        Add(_connection);
        Add(_tenant);
        Add(_schema);
        Add(_features);
        Add(_dryRun);
        Add(_report);
        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var settings = ConnectionSettings.Of(parsed.GetValue(_from)!, _from.Name);
        using var host = await MlOpsHost.OpenAsync(_contexts, parsed.GetValue(_connection), cancellationToken);
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var target = NpgsqlDataSource.Create(host.ConnectionString);
        using var refused = RefusalFile.Open(parsed.GetValue(_report), _report.Name);
        using var progress = new ImportProgress(output.ProgressTerminal);
        var options = new ImportOptions
        {
            Schema = parsed.GetValue(_schema)!,
            TenantId = _tenant.Of(parsed),
            Features = parsed.GetValue(_features) ?? [],
            IsDryRun = parsed.GetValue(_dryRun),
            OnRefused = refused is null ? null : refused.Write,
            OnProgress = progress.Report,
        };
        var report = await new DatabaseImport(source, tenant => _contexts.Create(target, tenant), options).RunAsync(cancellationToken);
        progress.Dispose();
        ImportResult.Write(output, report, host.Target, options.IsDryRun);
        return report.IsComplete
            ? ExitCode.Success
            : throw new MlOpsException(
                MlOpsError.ImportIncomplete,
                $"{report.Refused} of {report.Read} rows and {report.Tables.Count(table => table.SkipReason is not null)} tables were " +
                $"refused, for the reasons above{(refused is null ? "; --report FILE names each row" : "")}. " +
                $"The others {(options.IsDryRun ? "can be imported" : "are imported")}.");
    }
}
