using Microsoft.Extensions.Logging;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Opens the writer of a tenant when it is asked for, closes those that are idle, and passes writes on.</summary>
internal sealed class TenantWriters(
    TenantWriterOptions options, TenantWriterFactory factory, TimeProvider clock, ILogger<TenantWriters> logger)
    : ITenantWriters, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, TenantSlot> _slots = [];
    private readonly CancellationTokenSource _stopped = new();
    private Task _care = Task.CompletedTask;
    private bool _isDisposed;

    public IReadOnlyDictionary<Guid, WriterStatistics> Statistics
    {
        get
        {
            lock (_gate)
                return _slots.Where(slot => slot.Value.IsOpen).ToDictionary(slot => slot.Key, slot => slot.Value.Writer.Front.Statistics);
        }
    }

    /// <summary>Begins to store what earlier processes left in the journals, and to close writers that are idle.</summary>
    public void Start() => _care = Task.Run(async () =>
    {
        try
        {
            await CareAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (!_stopped.IsCancellationRequested)
        {
            WriterLog.Failed(logger, e);
            throw;
        }
    });

    public ValueTask RecordLabelAsync(Guid tenantId, Label label, CancellationToken cancellationToken = default) =>
        UseAsync(tenantId, writer => writer.RecordLabelAsync(label, cancellationToken), cancellationToken);

    public ValueTask RecordAsync(Guid tenantId, Entity entity, CancellationToken cancellationToken = default) =>
        UseAsync(tenantId, writer => writer.RecordAsync(entity, cancellationToken), cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken = default) => FlushAsync(_ => true, cancellationToken);

    public Task FlushAsync(Guid tenantId, CancellationToken cancellationToken = default) =>
        FlushAsync(tenant => tenant == tenantId, cancellationToken);

    /// <summary>Takes no more writes, and stores those on their way, until it is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            _stopped.Cancel();

        await _care.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(ListOpen().Select(slot => slot.Closing ?? slot.Writer.Lanes.StopAsync(cancellationToken))).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // The container has it under two names.
        if (_isDisposed)
            return;

        _isDisposed = true;
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        foreach (var slot in ListOpen())
            await (slot.Closing ?? slot.Writer.DisposeAsync().AsTask()).ConfigureAwait(false);

        _stopped.Dispose();
    }

    // A caller that came before the stop may be about to open a writer.
    private List<TenantSlot> ListOpen()
    {
        List<TenantSlot> slots;
        lock (_gate)
            slots = [.. _slots.Values];

        return slots.FindAll(slot => slot.TryOpen());
    }

    private Task FlushAsync(Func<Guid, bool> isMeant, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.WhenAll(_slots.Where(slot => slot.Value.IsOpen && isMeant(slot.Key))
                .Select(slot => slot.Value.Writer.Front.FlushAsync(cancellationToken)));
        }
    }

    private async ValueTask UseAsync(Guid tenantId, Func<IPredictionWriter, ValueTask> use, CancellationToken cancellationToken)
    {
        var slot = await EnterAsync(tenantId, cancellationToken).ConfigureAwait(false);
        try
        {
            await use(slot.Writer.Front).ConfigureAwait(false);
        }
        finally
        {
            Leave(slot);
        }
    }

    private async ValueTask<TenantSlot> EnterAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryEnter(tenantId, out var slot) is not { } closing)
                return Open(tenantId, slot!);

            // However it ends: its place is free then.
            await closing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes a slot; or returns the end of a writer that has to close first.</summary>
    private Task? TryEnter(Guid tenantId, out TenantSlot? slot)
    {
        lock (_gate)
        {
            if (_stopped.IsCancellationRequested)
                throw WriterFailure.Stopped(tenantId);

            if (!_slots.TryGetValue(tenantId, out slot))
            {
                if (_slots.Count >= options.MaxOpen)
                    return MakeRoom(tenantId);

                slot = new TenantSlot(() => factory.Open(tenantId, TenantJournals.OptionsOf(options.Writer, tenantId)));
                _slots.Add(tenantId, slot);
            }

            if (slot.Closing is { } closing)
                return closing;

            slot.Users++;
            return null;
        }
    }

    private void Leave(TenantSlot slot)
    {
        lock (_gate)
        {
            slot.Users--;
            slot.UsedAt = clock.GetTimestamp();
        }
    }

    private TenantSlot Open(Guid tenantId, TenantSlot slot)
    {
        try
        {
            _ = slot.Writer;
            return slot;
        }
        catch
        {
            lock (_gate)
            {
                slot.Users--;
                // The next caller tries again, if it has not done so already.
                if (_slots.GetValueOrDefault(tenantId) == slot)
                    _slots.Remove(tenantId);
            }

            throw;
        }
    }

    private Task MakeRoom(Guid tenantId)
    {
        if (_slots.Values.FirstOrDefault(slot => slot.Closing is not null) is { } other)
            return other.Closing!;

        return _slots.Where(slot => slot.Value.IsIdle).OrderBy(slot => slot.Value.UsedAt).FirstOrDefault() is { Value: not null } idle
            ? Close(idle.Key, idle.Value)
            : throw WriterFailure.TooManyTenants(options.MaxOpen, tenantId);
    }

    private Task Close(Guid tenantId, TenantSlot slot)
    {
        return slot.Closing = Task.Run(async () =>
        {
            try
            {
                await using var writer = slot.Writer.ConfigureAwait(false);
                await slot.Writer.Lanes.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                WriterLog.NotClosed(logger, tenantId, e);
            }
            finally
            {
                lock (_gate)
                    _slots.Remove(tenantId);
            }
        });
    }

    private async Task CareAsync()
    {
        var left = TenantJournals.FindTenants(options.Writer);
        using var timer = new PeriodicTimer(options.IdleTime / 4, clock);
        do
        {
            left = [.. left.Where(tenantId => !TryDeliver(tenantId))];
            lock (_gate)
            {
                foreach (var (tenantId, slot) in _slots.Where(slot => slot.Value.IsIdle).ToList())
                {
                    if (clock.GetElapsedTime(slot.UsedAt) >= options.IdleTime)
                        _ = Close(tenantId, slot);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false));
    }

    // Opens the writer of a tenant, which delivers what its journal has. False if that has to be tried again.
    private bool TryDeliver(Guid tenantId)
    {
        try
        {
            lock (_gate)
            {
                if (!_slots.ContainsKey(tenantId) && _slots.Count >= options.MaxOpen)
                    return false;
            }

            if (TryEnter(tenantId, out var slot) is not null)
                return false;

            Leave(Open(tenantId, slot!));
            return true;
        }
        catch (Exception e) when (!_stopped.IsCancellationRequested)
        {
            WriterLog.NotDelivered(logger, tenantId, e.Message);
            return false;
        }
    }
}
