using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Import;

/// <summary>
/// Makes the slices of imported rows before they are stored, if the role owns the tables. Rows of other times, which a broken clock
/// may have made, are stored in the default partition.
/// </summary>
internal sealed class ImportSlices(MlOpsDbContext context, DateTimeOffset now)
{
    private const int PeriodsBehind = 120;
    private const int PeriodsAhead = 2;

    private readonly HashSet<(string Root, Slice Slice)> _seen = [];
    // Rows of a slice that is not made in this time are stored in the default partition.
    private readonly SliceMaintenance _maintenance = new(context) { Patience = TimeSpan.FromMinutes(1) };
    private bool _mayMake = true;

    public async Task EnsureAsync(IReadOnlyList<Entity> entities, CancellationToken cancellationToken)
    {
        foreach (var entity in entities)
        {
            var plan = CopyPlan.For(context, entity.GetType());
            if (_mayMake && plan.SliceOf(entity) is { } slice && _seen.Add((plan.Aggregate!, slice)) && IsNear(slice))
                await EnsureAsync(plan.Aggregate!, slice, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnsureAsync(string root, Slice slice, CancellationToken cancellationToken)
    {
        try
        {
            await _maintenance.CompleteAsync(root, slice.Suffix, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            _mayMake = false;
        }
        catch (Exception e) when (e is MlOpsException or PostgresException)
        {
            // What prevents a slice prevents no row, and `mlops migrate` reports it.
        }
    }

    private bool IsNear(Slice slice) => Slice.Around(now, PeriodsBehind, PeriodsAhead, slice.Interval).Contains(slice);
}
