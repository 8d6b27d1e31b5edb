using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

public class LateWritesTests
{
    private readonly HandClock _clock = new();
    private readonly LateWrites _late;

    public LateWritesTests() => _late = new LateWrites(TimeSpan.FromSeconds(30), _clock);

    [Fact]
    public void Those_alone_count_that_wait_for_longer_than_the_limit()
    {
        Come(150);
        _clock.Go(20);
        Come(70);
        _clock.Go(9);
        Assert.Equal(0, _late.Count);
        _clock.Go(3);
        Assert.Equal(150, _late.Count);
        _clock.Go(20);
        Assert.Equal(220, _late.Count);
    }

    [Fact]
    public void What_is_stored_counts_no_more()
    {
        Come(150);
        _clock.Go(32);
        _late.Left(100);
        Assert.Equal(50, _late.Count);
        _late.Left(50);
        Assert.Equal(0, _late.Count);
        Come(5);
        Assert.Equal(0, _late.Count);
        _clock.Go(32);
        Assert.Equal(5, _late.Count);
    }

    [Fact]
    public void A_day_without_a_database_is_counted_to_within_a_second()
    {
        for (var second = 0; second < 24 * 60 * 60; second++)
        {
            Come(2);
            _clock.Go(1);
        }

        Assert.InRange(_late.Count, 2 * (24 * 60 * 60 - 31), 2 * (24 * 60 * 60 - 30));
    }

    [Fact]
    public async Task Many_threads_are_counted()
    {
        await Parallel.ForAsync(0, 8, async (_, _) =>
        {
            await Task.Yield();
            Come(10_000);
        });
        _clock.Go(32);
        Assert.Equal(80_000, _late.Count);
    }

    private void Come(int count)
    {
        for (var i = 0; i < count; i++)
            _late.Came(_clock.GetTimestamp());
    }

    private sealed class HandClock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public void Go(int seconds) => _now += seconds * TimestampFrequency;
    }
}
