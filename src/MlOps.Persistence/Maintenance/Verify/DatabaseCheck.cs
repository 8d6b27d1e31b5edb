using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Compares a database with what its model makes.</summary>
internal sealed class DatabaseCheck(MlOpsDbContext context, ModelCatalogue model)
{
    /// <summary>Finds the differences. What another session changes meanwhile is none.</summary>
    public async Task<IReadOnlyList<SchemaFinding>> FindAsync(CancellationToken cancellationToken)
    {
        var findings = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (findings.All(finding => finding.Severity != FindingSeverity.Damage))
            return findings;

        // PostgreSQL prints definitions as they are now, and not as they were when the transaction began.
        var again = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var both = findings.Select(finding => finding.Key).ToHashSet();
        return [.. again.Where(finding => both.Contains(finding.Key))];
    }

    /// <summary>Finds them within the transaction of the connection.</summary>
    public async Task<IReadOnlyList<SchemaFinding>> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var found = await Catalogue.ReadAsync(connection, model.Names.Own, model.Roles, cancellationToken).ConfigureAwait(false);
        var slices = new SliceCheck(context, model, found);
        var others = ListOther();
        var own = found.Where(row => !others.Contains(row.Part)).ToList();
        List<CatalogueRow> expected = [.. AddOwner(found), .. slices.Expect()];
        return
        [
            .. slices.Complete(new CatalogueComparison(expected, own, model.Roles).Find()),
            .. ExtensionCheck.Find(context, model),
            .. await LoginCheck.FindAsync(context, connection, cancellationToken).ConfigureAwait(false),
            .. await slices.FindAsync(connection, cancellationToken).ConfigureAwait(false),
        ];
    }

    private async Task<IReadOnlyList<SchemaFinding>> ReadAsync(CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var connection = (NpgsqlConnection)context.Database.GetDbConnection();
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)
                .ConfigureAwait(false);
            await using var whenDone = transaction.ConfigureAwait(false);
            await Catalogue.ExecuteAsync(connection, "SET TRANSACTION READ ONLY", cancellationToken).ConfigureAwait(false);
            return await FindAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    // The table of migrations is EF's own, and rows that fit into no slice have one that the maintenance makes.
    private HashSet<string> ListOther() => [History, .. model.Slices.Where(slice => slice.IsRoot).Select(slice => slice.Name("aside"))];

    // All belongs to the role that migrates.
    private IEnumerable<CatalogueRow> AddOwner(IReadOnlyList<CatalogueRow> found)
    {
        var owner = found.FirstOrDefault(row => row.Kind == Kinds.Owner && row.Name == History)?.Definition;
        return model.Rows.Where(row => row.Kind != Kinds.Owner || owner is not null).Select(row => row.Kind == Kinds.Owner
            ? row with { Definition = owner!, Replace = Array.ConvertAll(row.Replace, text => text + SqlNames.Quote(owner!)) }
            : row);
    }

    private string History
    {
        get
        {
            var options = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>());
            return context.GetService<ISqlGenerationHelper>().DelimitIdentifier(
                options.MigrationsHistoryTableName ?? MlOpsDbContextOptionsExtensions.HistoryTable, options.MigrationsHistoryTableSchema);
        }
    }
}
