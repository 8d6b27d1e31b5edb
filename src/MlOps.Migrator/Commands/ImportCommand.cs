using System.CommandLine;
using MlOps.Import;
using MlOps.Migrator.Import;
using MlOps.Persistence;
using MlOps.Persistence.Connections;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Takes over what a team has in tables of its own.</summary>
internal sealed class ImportCommand : Command
{
    private readonly ContextFactory _contexts;

    private readonly Option<string> _from = new("--from")
    {
        Description = "The database to read, written as that of --connection. Nothing is written there.",
        HelpName = "connection",
        Required = true,
    };

    private readonly ConnectionOption _connection = ConnectionOption.Create();

    private readonly TenantOption _tenant = new("Whose the rows become that name no tenant");

    private readonly Option<string> _schema = new("--schema")
    {
        Description = "The schema of the tables to read.",
        DefaultValueFactory = _ => "public",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Read everything, write nothing, and report the same." };

    private readonly Option<FileInfo?> _report = new("--report") { Description = "A file to write each refused row to, as a line of JSON." };

    public ImportCommand(ContextFactory contexts)
        : base("import", "Take over predictions, feedback, versions, decisions and more from tables that a team made itself.")
    {
        _contexts = contexts;
        Add(_from);
        Add(_connection);
        Add(_tenant);
        Add(_schema);
        Add(_dryRun);
        Add(_report);
        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = ConnectionSettings.Of(parsed.GetValue(_from)!, _from.Name);
        using var host = await MlOpsHost.OpenAsync(_contexts, parsed.GetValue(_connection), cancellationToken);
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var target = NpgsqlDataSource.Create(host.ConnectionString);
        using var refused = RefusalFile.Open(parsed.GetValue(_report));
        using var progress = new ImportProgress();
        var options = new ImportOptions
        {
            Schema = parsed.GetValue(_schema)!,
            TenantId = _tenant.Of(parsed),
            IsDryRun = parsed.GetValue(_dryRun),
            OnRefused = refused is null ? null : refused.Write,
            OnProgress = progress.Report,
        };
        var report = await new DatabaseImport(source, tenant => _contexts.Create(target, tenant), options).RunAsync(cancellationToken);
        progress.Dispose();
        ImportReportTable.Write(report, host.Target, options.IsDryRun);
        return report.IsComplete
            ? ExitCode.Success
            : throw new MlOpsException(
                MlOpsError.ImportIncomplete,
                $"{report.Refused} of {report.Read} rows and {report.Tables.Count(table => table.SkipReason is not null)} tables were refused, for the reasons above" +
                $"{(refused is null ? "; --report FILE names each row" : "")}. The others are {(options.IsDryRun ? "good to be taken" : "there")}.");
    }
}
