using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

[NeedsNoServer]
public class OwnerTests
{
    [Fact]
    public async Task A_journal_opens_for_its_owner_alone_and_stays_as_it_was()
    {
        using var place = new JournalPlace();
        await AppendAsync(place.Options with { Owner = "ann" }, 3);
        var before = await File.ReadAllBytesAsync(Assert.Single(place.Segments));

        var error = Assert.Throws<MlOpsException>(() => DurableJournal.Open(place.Options with { Owner = "bob" }, NullLogger.Instance));
        Assert.Equal(MlOpsError.JournalUnavailable, error.Error);
        Assert.Contains("belongs to ann, and this is bob", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Assert.Single(place.Segments)));

        await using var journal = DurableJournal.Open(place.Options with { Owner = "ann" }, NullLogger.Instance);
        Assert.Equal(3, journal.Replay().Count());
    }

    [Fact]
    public async Task A_segment_of_a_format_that_names_no_owner_is_refused()
    {
        using var place = new JournalPlace();
        await AppendAsync(place.Options, 1);
        var segment = Assert.Single(place.Segments);
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[8] = 1;
        BitConverter.TryWriteBytes(bytes.AsSpan(20), Crc32C.Of(bytes.AsSpan(0, 20)));
        await File.WriteAllBytesAsync(segment, bytes);
        var error = Assert.Throws<MlOpsException>(() => place.Open());
        Assert.Contains("does not say whose records", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_lock_that_somebody_deletes_is_missed_before_the_next_acknowledgement(bool isOpenedAgain)
    {
        using var place = new JournalPlace();
        await using var first = place.Open();
        await first.AppendAsync(JournalPlace.Payload(1), default);
        File.Delete(Path.Combine(place.Options.Directory, JournalLock.Name));
        await using var second = isOpenedAgain ? place.Open() : null;

        var error = await Assert.ThrowsAsync<MlOpsException>(async () => await first.AppendAsync(JournalPlace.Payload(2), default));
        Assert.Contains("deleted or replaced", error.Message, StringComparison.Ordinal);
        if (second is not null)
            Assert.Equal([1], second.Replay().Select(JournalPlace.IdOf));
    }

    [Theory, InlineData(1970), InlineData(2286), InlineData(2287), InlineData(2400), InlineData(9999)]
    public async Task Whatever_the_clock_says_the_records_are_delivered(int year)
    {
        using var place = new JournalPlace();
        var clock = new FakeTimeProvider(new DateTimeOffset(year, 12, 1, 0, 0, 0, TimeSpan.Zero));
        await using (var journal = DurableJournal.Open(place.Options, NullLogger.Instance, clock))
            await journal.AppendAsync(JournalPlace.Payload(1), default);

        Assert.Equal([1], await place.RecoverAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_clock_that_is_set_back_changes_no_order_and_loses_nothing(bool isEmpty)
    {
        using var place = new JournalPlace();
        foreach (var (year, id) in ((int, int)[])[(2030, 1), (2026, 2), (1970, 3)])
        {
            var clock = new FakeTimeProvider(new DateTimeOffset(year, 12, 1, 0, 0, 0, TimeSpan.Zero));
            await using var journal = DurableJournal.Open(place.Options, NullLogger.Instance, clock);
            if (isEmpty)
                journal.Release([.. journal.Replay().Select(record => record.Position)]);

            await journal.AppendAsync(JournalPlace.Payload(id), default);
        }

        Assert.Equal(isEmpty ? [3] : [1, 2, 3], await place.RecoverAsync());
    }

    [Fact]
    public async Task A_record_that_needs_much_room_is_not_overtaken()
    {
        using var place = new JournalPlace();
        var queue = new JournalQueue(place.Options, [], 0);
        Assert.True(queue.TryAppend(new byte[100], out _));
        var large = queue.WaitAsync(new byte[AppendGroup.Limit + 1], default);
        Assert.False(queue.TryAppend(new byte[100], out _));
        using var cancellation = new CancellationTokenSource();
        var cancelled = queue.WaitAsync(new byte[100], cancellation.Token);
        var small = queue.WaitAsync(new byte[100], default);
        await cancellation.CancelAsync();

        Assert.Equal(1, queue.TakeGroup().Count);
        Assert.Equal(1, (await large).Position);
        Assert.False(small.IsCompleted);
        Assert.Equal(1, queue.TakeGroup().Count);
        Assert.Equal(2, (await small).Position);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    private static async Task AppendAsync(JournalOptions options, int records)
    {
        await using var journal = DurableJournal.Open(options, NullLogger.Instance);
        for (var id = 0; id < records; id++)
            await journal.AppendAsync(JournalPlace.Payload(id), default);
    }
}
