using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>The legal holds of tenants that nobody has released. Nothing deletes what one of them is about.</summary>
internal sealed class ActiveHolds
{
    private readonly List<LegalHold> _holds = [];
    private readonly MlOpsDbContext _context;
    private readonly ISqlGenerationHelper _sql;

    private ActiveHolds(MlOpsDbContext context) => (_context, _sql) = (context, context.GetService<ISqlGenerationHelper>());

    public static async Task<ActiveHolds> ReadAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var read = new ActiveHolds(context);
        await EachTenant.RunAsync(
            context, includesClosed: true, tenant => read.AddAsync(tenant, cancellationToken), cancellationToken).ConfigureAwait(false);
        return read;
    }

    /// <summary>Those of given tenants, which need not be registered.</summary>
    public static Task<ActiveHolds> ReadAsync(
        MlOpsDbContext context, IReadOnlyList<Guid> tenants, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                var read = new ActiveHolds(context);
                foreach (var tenant in tenants)
                {
                    await EachTenant.BecomeAsync(context, tenant, cancellationToken).ConfigureAwait(false);
                    await read.AddAsync(tenant, cancellationToken).ConfigureAwait(false);
                }

                await EachTenant.BecomeAsync(context, context.TenantId, cancellationToken).ConfigureAwait(false);
                return read;
            },
            cancellationToken);

    /// <summary>Why a slice must not be deleted; null if it may be.</summary>
    /// <param name="root">The table of the aggregate's root.</param>
    /// <param name="partition">The partition of that table, wherever it is, as SQL.</param>
    /// <param name="slice">The slice.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string?> FindReasonAsync(
        SlicedTable root, string partition, Slice slice, CancellationToken cancellationToken)
    {
        foreach (var hold in _holds)
        {
            if (MayBeIn(hold, root, slice)
                && await HasRowsAsync(hold, root, partition, cancellationToken).ConfigureAwait(false))
                return Explain(hold);
        }

        return null;
    }

    /// <summary>Why no row of a tenant may be deleted from a table without slices; null if some may be.</summary>
    public string? FindReason(Guid tenant, IEntityType entity) => _holds
        .Where(hold => hold.TenantId == tenant
            && (hold.Scope == HoldScope.Tenant || (hold.Scope == HoldScope.Model && IsAboutModels(entity))))
        .Select(Explain).FirstOrDefault();

    /// <summary>The spans of time of which no row of a tenant may be deleted.</summary>
    public IEnumerable<TimeWindow> FindWindows(Guid tenant) => _holds
        .Where(hold => hold.TenantId == tenant).Select(hold => hold.Window).OfType<TimeWindow>();

    private async Task AddAsync(Guid tenant, CancellationToken cancellationToken) => _holds.AddRange(
        await _context.LegalHolds.IgnoreQueryFilters().AsNoTracking()
            .Where(hold => hold.TenantId == tenant && hold.ReleasedAt == null)
            .OrderBy(hold => hold.CreatedAt)
            .ToListAsync(cancellationToken).ConfigureAwait(false));

    private static string Explain(LegalHold hold) => $"Legal hold {hold.Id} of tenant {hold.TenantId} keeps it: {hold.Reason}";

    private static bool IsAboutModels(IEntityType entity) =>
        entity.FindProperty(nameof(LegalHold.ModelName)) is not null || FindVersionColumn(entity) is not null;

    // Rows that came later wait in the default partition, and are in no slice that could be deleted.
    private static bool MayBeIn(LegalHold hold, SlicedTable root, Slice slice) => hold.Scope switch
    {
        HoldScope.Window => hold.WindowStart < slice.End && hold.WindowEnd > slice.Start,
        HoldScope.Prediction => root.EntityType.ClrType == typeof(Prediction)
            && Uuid7.TimeOf(hold.PredictionId!.Value) is { } time && time >= slice.Start && time < slice.End,
        HoldScope.Model => FindVersionColumn(root.EntityType) is not null,
        _ => true,
    };

    private Task<bool> HasRowsAsync(LegalHold hold, SlicedTable root, string partition, CancellationToken cancellationToken)
    {
        var ofModel = hold.Scope == HoldScope.Model ? $" AND {ofVersions(FindVersionColumn(root.EntityType)!)}" : "";
        var statement =
            $"SELECT EXISTS (SELECT FROM {partition} WHERE {root.KeyColumns[0]} = '{hold.TenantId}'{ofModel}) AS \"Value\"";
        return _context.InTransactionAsync(
            async () =>
            {
                // Policies of the tables may show the rows of one tenant alone.
                await EachTenant.BecomeAsync(_context, hold.TenantId, cancellationToken).ConfigureAwait(false);
                return await _context.Database.SqlQueryRaw<bool>(SqlNames.EscapeBraces(statement)).SingleAsync(cancellationToken)
                    .ConfigureAwait(false);
            },
            cancellationToken);

        string ofVersions(string column)
        {
            var version = _context.Model.FindEntityType(typeof(ModelVersion))!;
            var name = _sql.DelimitIdentifier(version.FindProperty(nameof(ModelVersion.ModelName))!.GetColumnName());
            var id = _sql.DelimitIdentifier(version.FindProperty(nameof(Entity.Id))!.GetColumnName());
            var tenant = _sql.DelimitIdentifier(version.FindProperty(nameof(Entity.TenantId))!.GetColumnName());
            return $"{_sql.DelimitIdentifier(column)} IN (SELECT {id} FROM " +
                $"{_sql.DelimitIdentifier(version.GetTableName()!, version.GetSchema())} " +
                $"WHERE {tenant} = '{hold.TenantId}' AND {name} = {SqlNames.Literal(hold.ModelName!)})";
        }
    }

    private static string? FindVersionColumn(IEntityType entity) => entity.GetForeignKeys()
        .Where(key => key.PrincipalEntityType.ClrType == typeof(ModelVersion))
        .SelectMany(key => key.Properties).FirstOrDefault(property => property.Name != nameof(Entity.TenantId))?.GetColumnName();
}
