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

    /// <summary>Those of all registered tenants.</summary>
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

    /// <summary>Lets nobody place a hold until the transaction ends, so that what was read holds until then.</summary>
    public static Task LockAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var holds = context.Model.FindEntityType(typeof(LegalHold))!;
        var table = context.GetService<ISqlGenerationHelper>().DelimitIdentifier(holds.GetTableName()!, holds.GetSchema());
        return context.ExecuteSqlAsync($"LOCK TABLE {new SqlFragment(table)} IN SHARE MODE", cancellationToken);
    }

    /// <summary>Why a slice must not be deleted; null if it may be.</summary>
    /// <param name="tables">The tables of its aggregate.</param>
    /// <param name="partitionOf">The partition of a table, wherever it is, as SQL; null if it has none.</param>
    /// <param name="slice">The slice.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string?> FindReasonAsync(
        IReadOnlyList<SlicedTable> tables, Func<SlicedTable, string?> partitionOf, Slice slice, CancellationToken cancellationToken)
    {
        foreach (var hold in _holds)
        {
            foreach (var table in tables)
            {
                if (partitionOf(table) is { } partition && HeldIn(hold, table, tables[0], slice) is { } condition
                    && await HasRowsAsync(hold, table, partition, condition, cancellationToken).ConfigureAwait(false))
                    return Explain(hold);
            }
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

    // A dead letter may hold a prediction of any model.
    private static bool IsAboutModels(IEntityType entity) => entity.ClrType == typeof(DeadLetter)
        || entity.FindProperty(nameof(LegalHold.ModelName)) is not null || FindVersionColumn(entity) is not null;

    // Which rows of a table a hold is about, besides being of its tenant; null for none.
    private string? HeldIn(LegalHold hold, SlicedTable table, SlicedTable root, Slice slice) => hold.Scope switch
    {
        HoldScope.Tenant => "true",
        HoldScope.Prediction => table == root && root.EntityType.ClrType == typeof(Prediction)
            && Uuid7.TimeOf(hold.PredictionId!.Value) is { } time && time >= slice.Start && time < slice.End ? "true" : null,
        HoldScope.Window => WithinWindow(hold, table),
        // A row that names no registered version may be of any model.
        _ => FindVersionColumn(table.EntityType) is { } column
            ? $"({Quote(column)} IS NULL OR {Quote(column)} IN ({VersionsOf(hold)}))" : null,
    };

    // Feedback and labels of a span of time belong to predictions of earlier ones.
    private string? WithinWindow(LegalHold hold, SlicedTable table)
    {
        var times = new[] { nameof(Entity.CreatedAt), nameof(Prediction.LabelledAt) }
            .Select(name => table.EntityType.FindDeclaredProperty(name)?.GetColumnName()).OfType<string>()
            .Select(column => $"({Quote(column)} >= '{hold.WindowStart:O}' AND {Quote(column)} < '{hold.WindowEnd:O}')").ToList();
        return times.Count == 0 ? null : $"({string.Join(" OR ", times)})";
    }

    private Task<bool> HasRowsAsync(
        LegalHold hold, SlicedTable table, string partition, string condition, CancellationToken cancellationToken)
    {
        var statement =
            $"SELECT EXISTS (SELECT 1 FROM {partition} WHERE {table.KeyColumns[0]} = '{hold.TenantId}' AND {condition}) AS \"Value\"";
        return _context.InTransactionAsync(
            async () =>
            {
                // Policies of the table of versions may show the rows of one tenant alone.
                await EachTenant.BecomeAsync(_context, hold.TenantId, cancellationToken).ConfigureAwait(false);
                var found = await _context.Database.SqlQueryRaw<bool>(SqlNames.EscapeBraces(statement)).SingleAsync(cancellationToken)
                    .ConfigureAwait(false);
                await EachTenant.BecomeAsync(_context, _context.TenantId, cancellationToken).ConfigureAwait(false);
                return found;
            },
            cancellationToken);
    }

    private string VersionsOf(LegalHold hold)
    {
        var version = _context.Model.FindEntityType(typeof(ModelVersion))!;
        var (id, tenant, name) = (Column(nameof(Entity.Id)), Column(nameof(Entity.TenantId)), Column(nameof(ModelVersion.ModelName)));
        return $"SELECT {id} FROM {_sql.DelimitIdentifier(version.GetTableName()!, version.GetSchema())} " +
            $"WHERE {tenant} = '{hold.TenantId}' AND {name} = {SqlNames.Literal(hold.ModelName!)}";

        string Column(string property) => Quote(version.FindProperty(property)!.GetColumnName());
    }

    private string Quote(string name) => _sql.DelimitIdentifier(name);

    private static string? FindVersionColumn(IEntityType entity) => entity.GetDeclaredForeignKeys()
        .Where(key => key.PrincipalEntityType.ClrType == typeof(ModelVersion))
        .SelectMany(key => key.Properties).FirstOrDefault(property => property.Name != nameof(Entity.TenantId))?.GetColumnName();
}
