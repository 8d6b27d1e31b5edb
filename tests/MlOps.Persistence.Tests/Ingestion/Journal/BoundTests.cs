using Microsoft.Extensions.Logging.Abstractions;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

[NeedsNoServer]
public class BoundTests
{
    [Fact]
    public async Task A_full_journal_refuses_and_takes_records_again_after_releases()
    {
        using var place = new JournalPlace();
        var options = place.Options with { SegmentBytes = 1000, MaximumBytes = 5000, IdleAfter = TimeSpan.FromHours(1) };
        await using var journal = DurableJournal.Open(options, NullLogger.Instance);
        for (var round = 0; round < 3; round++)
        {
            var (positions, refusal) = await FillAsync(journal);

            Assert.Equal(MlOpsError.JournalFull, refusal.Error);
            Assert.Contains(options.Directory, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("5000 bytes", refusal.Message, StringComparison.Ordinal);
            Assert.InRange(journal.TotalBytes, 4800, 5000);
            Assert.Equal(positions.Count, journal.UnreleasedRecords);
            journal.Release([.. positions]);
            await Polling.UntilAsync(() => Task.FromResult(journal.TotalBytes == 0), "the released segments are gone, idle or not");
        }
    }

    [Fact]
    public async Task A_journal_that_was_full_when_it_was_opened_is_full_until_its_records_are_released()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(50);
        await using var journal = DurableJournal.Open(place.Options with { MaximumBytes = 1000 }, NullLogger.Instance);

        Assert.Equal(MlOpsError.JournalFull, Assert.Throws<MlOpsException>(() => journal.TryAppend(new byte[10], out _)).Error);
        journal.Release([.. journal.Replay().Select(record => record.Position)]);
        await Polling.UntilAsync(() => Task.FromResult(journal.TotalBytes == 0), "the released segments are gone");

        await journal.AppendAsync(new byte[10], CancellationToken.None);
    }

    [Fact]
    public async Task A_record_larger_than_a_segment_has_one_of_its_own()
    {
        using var place = new JournalPlace();
        var large = new byte[10_000];
        Random.Shared.NextBytes(large);
        await using (var journal = DurableJournal.Open(JournalPlace.Small(place.Options), NullLogger.Instance))
        {
            foreach (var payload in new[] { JournalPlace.Payload(1), large, JournalPlace.Payload(2) })
                await journal.AppendAsync(payload, CancellationToken.None);
        }

        Assert.Equal(3, place.Segments.Length);
        await using var next = place.Open();
        Assert.Equal(large, next.Replay().ElementAt(1).Payload.ToArray());
    }

    [Fact]
    public async Task A_record_that_never_fits_is_refused_with_the_limit()
    {
        using var place = new JournalPlace();
        await using var journal = DurableJournal.Open(place.Options with { MaximumRecordBytes = 100 }, NullLogger.Instance);
        await using var tiny = DurableJournal.Open(
            new JournalOptions($"{place.Options.Directory}-2") { MaximumBytes = 148 }, NullLogger.Instance);

        foreach (var one in new[] { journal, tiny })
        {
            await one.AppendAsync(new byte[100], CancellationToken.None);
            var refusal =
                await Assert.ThrowsAsync<MlOpsException>(async () => await one.AppendAsync(new byte[101], CancellationToken.None));
            Assert.Equal(MlOpsError.JournalRecordTooLarge, refusal.Error);
            Assert.Contains("refuses a record of 101 bytes: the limit is 100", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<(List<long> Positions, MlOpsException Refusal)> FillAsync(DurableJournal journal)
    {
        var positions = new List<long>();
        try
        {
            while (positions.Count < 1000)
                positions.Add(await journal.AppendAsync(JournalPlace.Payload(positions.Count), CancellationToken.None));
        }
        catch (MlOpsException refusal)
        {
            return (positions, refusal);
        }

        throw new InvalidOperationException("It took 1000 records.");
    }
}
