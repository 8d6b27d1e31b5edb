using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using MlOps.Import.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using Npgsql;

namespace MlOps.Import;

/// <summary>
/// Takes over what teams keep in tables of their own, from a database that is only read. It may be run again at any time, after a
/// kill as well: what is there already stays as it is.
/// </summary>
/// <param name="source">The database to read.</param>
/// <param name="openTenant">Makes a context on the database to write, for a tenant.</param>
/// <param name="options">How.</param>
public sealed class DatabaseImport(NpgsqlDataSource source, Func<Guid, MlOpsDbContext> openTenant, ImportOptions options)
{
    private const string TenantsTable = "ml_tenants";

    /// <exception cref="MlOpsException">Both databases are the same, or the source has no table that is known.</exception>
    public async Task<ImportReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var database = await SourceDatabase.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        await using (database.ConfigureAwait(false))
        {
            await RefuseItselfAsync(database, cancellationToken).ConfigureAwait(false);
            var tables = await database.TablesAsync(options.Schema, cancellationToken).ConfigureAwait(false);
            var plans = ImportTables.All.Select(table => TablePlan.For(table, options.Schema, tables)).OfType<TablePlan>().ToList();
            if (plans.Count == 0)
            {
                throw new MlOpsException(
                    MlOpsError.NotFound,
                    $"There is nothing to import in schema '{options.Schema}' of the source: none of " +
                    $"{string.Join(", ", ImportTables.All.Select(table => table.Sources[0]).Distinct())} is there. Name the schema by --schema.");
            }

            var isOfTenants = plans.Exists(plan => plan.Tenant is not null);
            var reports = plans.ConvertAll(plan => Report(plan, isOfTenants));
            var passes = new List<ImportPass>();
            foreach (var plan in plans.Where(plan => plan.Fault is null))
                passes.Add(await PassAsync(database, plan, reports[plans.IndexOf(plan)], cancellationToken).ConfigureAwait(false));

            // Those that name none come first, for the others to know what is there.
            ImportMemory? general = null;
            foreach (var tenant in Names(passes).GroupBy(TenantId).OrderByDescending(tenant => tenant.Key == options.TenantId))
            {
                var memory = new ImportMemory(general);
                await TakeAsync(database, tenant.Key, [.. tenant], passes, memory, cancellationToken).ConfigureAwait(false);
                general ??= tenant.Key == options.TenantId ? memory : null;
            }

            var known = plans.Select(plan => plan.Source).ToHashSet();
            return new ImportReport(reports, [.. tables.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)]);
        }
    }

    // A tenant may have several names in the source, none being one of them.
    private async Task TakeAsync(
        SourceDatabase database, Guid tenantId, IReadOnlyList<string?> names, List<ImportPass> passes, ImportMemory memory, CancellationToken cancellationToken)
    {
        var context = openTenant(tenantId);
        await using (context.ConfigureAwait(false))
        {
            if (names.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) is { } tenant && !options.IsDryRun)
                await RegisterAsync(context, tenant, cancellationToken).ConfigureAwait(false);

            foreach (var pass in passes.Where(pass => pass.Tenants.Intersect(names).Any()))
            {
                var before = passes.TakeWhile(other => other != pass).Select(other => other.Plan);
                var command = database.Command(pass.Plan.Query(names, before), pass.Plan.Tenant is null ? null : names);
                await using (command.ConfigureAwait(false))
                    await new TableImport(pass, memory, options).RunAsync(command, context, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task RefuseItselfAsync(SourceDatabase database, CancellationToken cancellationToken)
    {
        var context = openTenant(options.TenantId);
        await using (context.ConfigureAwait(false))
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            if (await database.IsThatOfAsync((NpgsqlConnection)context.Database.GetDbConnection(), cancellationToken).ConfigureAwait(false))
            {
                throw new MlOpsException(
                    MlOpsError.Configuration,
                    "The database to import from is the one to import into. Name the old one by --from and the new one by --connection.");
            }
        }
    }

    private static async Task<ImportPass> PassAsync(SourceDatabase database, TablePlan plan, ImportedTable report, CancellationToken cancellationToken)
    {
        IReadOnlyList<string?> tenants = plan.Tenant is null ? [null] : await database.ListAsync(plan.TenantsQuery(), cancellationToken).ConfigureAwait(false);
        var repeated = plan.RepeatsQuery() is { } query ? await database.ListAsync(query, cancellationToken).ConfigureAwait(false) : [];
        return new ImportPass(plan, report, tenants, repeated.OfType<string>().ToHashSet());
    }

    private static IEnumerable<string?> Names(List<ImportPass> passes) =>
        passes.SelectMany(pass => pass.Tenants).Distinct().Order(StringComparer.Ordinal);

    private Guid TenantId(string? tenant) => string.IsNullOrWhiteSpace(tenant) ? options.TenantId : ImportedId.Plain(TenantsTable, tenant);

    private async Task RegisterAsync(MlOpsDbContext context, string tenant, CancellationToken cancellationToken)
    {
        if (await context.ReadAsync(() => context.RegisteredTenants.AnyAsync(cancellationToken), cancellationToken).ConfigureAwait(false))
            return;

        // Two names that begin alike would be the same when cut.
        var name = tenant.Length > Tenant.MaxNameLength ? $"{context.TenantId}" : tenant;
        context.Add(Tenant.Register(context.TenantId, name, options.Clock.GetUtcNow()));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private ImportedTable Report(TablePlan plan, bool isOfTenants) => new(plan.Source, plan.Table.Target)
    {
        NotTaken = plan.Fault,
        Remarks =
        [
            .. plan.Remarks,
            .. isOfTenants && plan.Tenant is null ? [$"no {ImportTable.TenantColumn}: its rows go to tenant {options.TenantId}"] : Array.Empty<string>(),
        ],
        ColumnsMissing = plan.ColumnsMissing,
        ColumnsLeft = plan.HasBag ? [] : plan.ColumnsLeft,
        ColumnsKept = plan.HasBag ? plan.ColumnsLeft : [],
    };
}
