using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Transactions;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Makes some slices of one aggregate. One that cannot be made does not stop the others.</summary>
internal sealed class SliceRound(DbContext context, SlicedAggregate aggregate, SliceFailures failures)
{
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(30);

    private readonly MissingSlices _missing = new(context);
    private readonly MisplacedRows _misplaced = new(context);
    private readonly DrainLeftovers _leftovers = new(context);
    private readonly SliceMaker _maker = new(context);
    private readonly List<Slice> _made = [];

    public IReadOnlyList<Slice> Made => _made;

    public async Task RunAsync(IReadOnlyList<Slice> slices, TimeSpan patience, CancellationToken cancellationToken)
    {
        // The copies of a drain have the names of their slices, so they lack nothing.
        if ((await FindMissingAsync(slices, cancellationToken).ConfigureAwait(false)).Count == 0
            && !await AskAsync(() => _leftovers.ExistAsync(aggregate, cancellationToken), cancellationToken).ConfigureAwait(false))
            return;

        if (context.HasTransaction())
        {
            await MakeAsync(slices, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        var turn = await MakerTurn.TakeAsync(context, aggregate, patience, cancellationToken).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            await _leftovers.DropAsync(aggregate, cancellationToken).ConfigureAwait(false);
            await MakeAsync(slices, turn, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MakeAsync(IReadOnlyList<Slice> slices, MakerTurn? turn, CancellationToken cancellationToken)
    {
        var missing = await FindMissingAsync(slices, cancellationToken).ConfigureAwait(false);
        var refused = new HashSet<Slice>();
        foreach (var slice in missing.Select(partition => partition.Slice).Distinct())
        {
            if (!await TryAsync(slice, () => _misplaced.SetAsideAsync(aggregate, slice, cancellationToken)).ConfigureAwait(false))
                refused.Add(slice);
        }

        missing = [.. missing.Where(partition => !refused.Contains(partition.Slice))];
        if (missing.Count == 0)
            return;

        // Rows are copied ahead in transactions of their own. A single slice asks for itself whether that pays.
        var slicesToMake = missing.GroupBy(partition => partition.Slice).ToList();
        var isSingle = slicesToMake.Count == 1;
        var mayDrain = turn is not null && (isSingle || await PaysAsync(missing, cancellationToken).ConfigureAwait(false));
        if (mayDrain && !isSingle && await TryDrainAsync(missing, turn!, cancellationToken).ConfigureAwait(false))
        {
            _made.AddRange(slicesToMake.Select(partitions => partitions.Key));
            return;
        }

        foreach (var partitions in slicesToMake)
            await TryAsync(
                partitions.Key,
                () => MakeOneAsync(partitions.Key, [.. partitions], mayDrain ? turn : null, cancellationToken)).ConfigureAwait(false);
    }

    private async Task MakeOneAsync(
        Slice slice, IReadOnlyList<MissingPartition> missing, MakerTurn? turn, CancellationToken cancellationToken)
    {
        if (turn is not null && await PaysAsync(missing, cancellationToken).ConfigureAwait(false))
            await DrainAsync(missing, turn, cancellationToken).ConfigureAwait(false);
        else if (!await _maker.EnsureAsync(aggregate, slice, cancellationToken).ConfigureAwait(false))
            return;

        _made.Add(slice);
    }

    // What prevents one slice prevents all of them here.
    private async Task<bool> TryDrainAsync(
        IReadOnlyList<MissingPartition> missing, MakerTurn turn, CancellationToken cancellationToken)
    {
        try
        {
            await DrainAsync(missing, turn, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (SliceFailures.IsLocal(e))
        {
            SliceLog.Separates(context, aggregate.Root, e);
            await turn.RequireAsync(cancellationToken).ConfigureAwait(false);
            await _leftovers.DropAsync(aggregate, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private async Task DrainAsync(IReadOnlyList<MissingPartition> missing, MakerTurn turn, CancellationToken cancellationToken)
    {
        await turn.RequireAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await new SliceDrain(context, aggregate, turn).RunAsync(missing, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CleanUpAsync(turn).ConfigureAwait(false);
            throw;
        }
    }

    // Writers would pay for its triggers until the next one. Where this fails as well, the caller hears of the first error, and the next
    // one does it.
    private async Task CleanUpAsync(MakerTurn turn)
    {
        using var limit = new CancellationTokenSource(CleanUpTime);
        try
        {
            await turn.RequireAsync(limit.Token).ConfigureAwait(false);
            await _leftovers.DropAsync(aggregate, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or MlOpsException or OperationCanceledException or InvalidOperationException)
        {
            return;
        }
    }

    private Task<bool> PaysAsync(IReadOnlyList<MissingPartition> missing, CancellationToken cancellationToken) =>
        AskAsync(() => DrainPlan.PaysAsync(context, missing, cancellationToken), cancellationToken);

    private Task<IReadOnlyList<MissingPartition>> FindMissingAsync(IReadOnlyList<Slice> slices, CancellationToken cancellationToken) =>
        AskAsync(() => _missing.FindAsync(aggregate, slices, cancellationToken), cancellationToken);

    // A context that sets its tenant in transactions refuses to ask outside of one.
    private Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken) =>
        context.InTransactionAsync(ask, cancellationToken);

    private Task<bool> TryAsync(Slice slice, Func<Task> work) =>
        failures.TryAsync($"Slice {slice.Suffix} of {aggregate.Root} is not made", work);
}
