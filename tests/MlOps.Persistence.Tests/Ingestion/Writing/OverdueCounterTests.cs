using Microsoft.Extensions.Time.Testing;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

[NeedsNoServer]
public class OverdueCounterTests
{
    private readonly FakeTimeProvider _clock = new();
    private long _taken;
    private readonly OverdueCounter _overdue;

    public OverdueCounterTests() => _overdue = new OverdueCounter(TimeSpan.FromSeconds(30), _clock);

    [Fact]
    public void Only_writes_that_wait_for_longer_than_the_limit_count()
    {
        Add(150);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Add(70);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, _overdue.Count(_taken));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(150, _overdue.Count(_taken));
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(220, _overdue.Count(_taken));
    }

    [Fact]
    public void Stored_writes_do_not_count()
    {
        Add(150);
        _clock.Advance(TimeSpan.FromSeconds(32));
        _overdue.Remove(100);
        Assert.Equal(50, _overdue.Count(_taken));
        _overdue.Remove(50);
        Assert.Equal(0, _overdue.Count(_taken));
        Add(5);
        Assert.Equal(0, _overdue.Count(_taken));
        _clock.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal(5, _overdue.Count(_taken));
    }

    [Fact]
    public void A_day_without_a_database_is_counted_to_within_a_second()
    {
        for (var second = 0; second < 24 * 60 * 60; second++)
        {
            Add(2);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_overdue.Count(_taken), 2 * (24 * 60 * 60 - 31), 2 * (24 * 60 * 60 - 30));
    }

    [Fact]
    public async Task Writes_of_many_threads_are_counted()
    {
        await Parallel.ForAsync(0, 8, async (_, _) =>
        {
            await Task.Yield();
            Add(10_000);
        });
        _clock.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal(80_000, _overdue.Count(_taken));
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
            _overdue.Add(_clock.GetTimestamp(), Interlocked.Increment(ref _taken) - 1);
    }
}
