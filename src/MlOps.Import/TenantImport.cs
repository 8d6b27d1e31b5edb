using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using MlOps.Persistence;
using MlOps.Persistence.Transactions;

namespace MlOps.Import;

/// <summary>Imports the rows of one tenant.</summary>
/// <param name="names">The names of the tenant in the source; null stands for rows without one.</param>
/// <param name="context">A context for the tenant.</param>
/// <param name="state">What rows need to know about other rows.</param>
/// <param name="options">How to import.</param>
internal sealed class TenantImport(
    IReadOnlyList<string?> names, MlOpsDbContext context, ImportState state, ImportOptions options)
{
    public static Guid FindId(string? name, ImportOptions options) =>
        string.IsNullOrWhiteSpace(name) ? options.TenantId : ImportedId.Plain("ml_tenants", name);

    public async Task RunAsync(
        SourceDatabase source, IReadOnlyList<PlannedTable> tables, CancellationToken cancellationToken)
    {
        if (!options.IsDryRun && names.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) is { } tenant)
            await RegisterAsync(tenant, cancellationToken).ConfigureAwait(false);

        foreach (var table in tables.Where(table => table.Tenants.Intersect(names).Any()))
        {
            var rows = new SourceRows(names, table.FindAbsorbing(tables));
            // A row that has changed may be of a day of which the target has all rows.
            var complete = options.Changes is null
                ? await StoredDays.FindCompleteAsync(source, context, table, rows, cancellationToken).ConfigureAwait(false) : [];
            table.Report.AddStored(complete.Sum(day => day.Read), complete.Count);
            var sql = new SourceQuery(table.Plan).WriteRowsSql(
                rows,
                complete.Select(day => day.Day),
                table.IsReadWhole ? null : options.Changes?.Read,
                options.Changes?.Changed,
                options.Changes is not { FollowsAll: false });
            var query = source.CreateCommand(sql, rows.Parameters(table.Plan));
            await using (query.ConfigureAwait(false))
            {
                await new TableImport(table, state, options)
                    .RunAsync(query, context, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task RegisterAsync(string tenant, CancellationToken cancellationToken)
    {
        if (await context.InTransactionAsync(() => context.RegisteredTenants.AnyAsync(cancellationToken), cancellationToken)
            .ConfigureAwait(false))
            return;

        // A long name is not cut, since two long names may begin alike.
        var name = tenant.Length > Tenant.MaxNameLength ? $"{context.TenantId}" : tenant;
        context.Add(Tenant.Register(context.TenantId, name, options.Clock.GetUtcNow()));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }
}
