using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

[NeedsNoServer]
public class BacklogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Write Any = Write.Of(new Label(Guid.CreateVersion7(), 1, Sample.Noon), Guid.CreateVersion7());

    [Fact]
    public async Task Places_never_exceed_the_capacity_and_nobody_waits_for_ever()
    {
        const int capacity = 3, callers = 16, each = 5_000;
        var backlog = Create(capacity);
        var (inside, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                // Some give up, so that turns are cancelled while places become free.
                using var impatience = new CancellationTokenSource();
                var entering = backlog.WaitAsync(Any, impatience.Token);
                if ((caller + i) % 3 == 0)
                    await impatience.CancelAsync();

                await entering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (entering.IsCanceled)
                    continue;

                var now = Interlocked.Increment(ref inside);
                for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
                    Interlocked.CompareExchange(ref most, now, seen);

                await Task.Yield();
                Interlocked.Decrement(ref inside);
                backlog.Leave();
            }
        }))).WaitAsync(Patience);

        Assert.InRange(most, 1, capacity);
        Assert.Equal(0, backlog.Count);
    }

    [Fact]
    public async Task Threads_that_only_try_get_as_many_places_as_there_are()
    {
        const int capacity = 10_000;
        var backlog = Create(capacity);
        var entered = 0;

        await Parallel.ForAsync(0, 8, async (_, _) =>
        {
            await Task.Yield();
            for (var i = 0; i < capacity; i++)
            {
                if (backlog.TryEnter())
                    Interlocked.Increment(ref entered);
            }
        });

        Assert.Equal(capacity, entered);
        Assert.Equal(capacity, backlog.Count);
        backlog.Leave(capacity);
        Assert.Equal(0, backlog.Count);
    }

    [Fact]
    public async Task Places_go_to_those_that_wait_in_the_order_of_their_arrival()
    {
        var backlog = Create(1);
        Assert.True(backlog.TryEnter());
        List<Task> waiting = [.. Enumerable.Range(0, 50).Select(_ => backlog.WaitAsync(Any, CancellationToken.None))];

        for (var served = 0; served < waiting.Count; served++)
        {
            Assert.All(waiting[served..], turn => Assert.False(turn.IsCompleted));
            backlog.Leave();
            Assert.False(backlog.TryEnter());
            await waiting[served].WaitAsync(Patience);
        }

        backlog.Leave();
        Assert.True(backlog.TryEnter());
    }

    [Fact]
    public async Task Several_places_serve_several_and_the_rest_is_free()
    {
        var backlog = Create(5);
        while (backlog.TryEnter())
        {
        }

        Task[] waiting = [.. Enumerable.Range(0, 3).Select(_ => backlog.WaitAsync(Any, CancellationToken.None))];
        backlog.Leave(4);

        await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal(4, backlog.Count);
        Assert.True(backlog.TryEnter());
        Assert.False(backlog.TryEnter());
    }

    [Fact]
    public async Task One_that_gives_up_passes_its_turn_to_the_next()
    {
        var backlog = Create(1);
        Assert.True(backlog.TryEnter());
        using var impatience = new CancellationTokenSource();
        var first = backlog.WaitAsync(Any, impatience.Token);
        var second = backlog.WaitAsync(Any, CancellationToken.None);

        await impatience.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience));
        Assert.Equal(impatience.Token, cancelled.CancellationToken);
        Assert.False(second.IsCompleted);

        backlog.Leave();
        await second.WaitAsync(Patience);
        Assert.Equal(1, backlog.Count);
    }

    [Fact]
    public async Task When_the_last_that_waits_gives_up_places_are_free_again()
    {
        var backlog = Create(1);
        Assert.True(backlog.TryEnter());
        using var impatience = new CancellationTokenSource();
        var waiting = backlog.WaitAsync(Any, impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));

        backlog.Leave();
        Assert.True(backlog.TryEnter());
    }

    [Fact]
    public async Task A_closed_backlog_refuses_those_that_wait_and_those_that_come()
    {
        var backlog = Create(1);
        Assert.True(backlog.TryEnter());
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(_ => backlog.WaitAsync(Any, CancellationToken.None))];

        backlog.Close();
        backlog.Leave();

        foreach (var turn in waiting.Append(backlog.WaitAsync(Any, CancellationToken.None)))
        {
            var refused = await Assert.ThrowsAsync<MlOpsException>(() => turn.WaitAsync(Patience));
            Assert.Equal(MlOpsError.WriterStopped, refused.Error);
        }

        Assert.False(backlog.TryEnter());
        Assert.Equal(MlOpsError.WriterStopped, (await Assert.ThrowsAsync<MlOpsException>(EnterAsync)).Error);
        Assert.Equal(0, backlog.Count);

        async Task EnterAsync() => await backlog.EnterAsync(Any, CancellationToken.None);
    }

    private static Backlog Create(int capacity) => new(new PredictionWriterOptions { Capacity = capacity });
}
