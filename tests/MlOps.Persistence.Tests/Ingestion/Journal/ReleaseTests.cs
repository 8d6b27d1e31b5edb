using Microsoft.Extensions.Logging.Abstractions;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

[NeedsNoServer]
public class ReleaseTests
{
    [Fact]
    public async Task A_segment_goes_when_its_last_record_is_released_in_whatever_order()
    {
        using var small = new JournalPlace();
        await small.WriteAsync(20);
        await using var journal = small.Open();
        var segments = small.Segments.Length;
        Assert.True(segments > 3);
        var positions = journal.Replay().Select(record => record.Position).ToArray();

        foreach (var position in positions.Reverse().Where((_, i) => i % 2 == 1).Concat(positions).SkipLast(1))
            journal.Release(position);
        await Polling.UntilAsync(() => Task.FromResult(small.Segments.Length == 1), "all but the last segment are gone");

        Assert.Equal(1, journal.UnreleasedRecords);
        Assert.Equal([19], journal.Replay().Select(JournalPlace.IdOf));
        Assert.Equal(new FileInfo(small.Segments[0]).Length, journal.TotalBytes);
    }

    [Fact]
    public async Task An_orderly_stop_leaves_no_record_behind()
    {
        using var place = new JournalPlace();
        await using (var journal = place.Open())
            journal.Release(await journal.AppendAsync(JournalPlace.Payload(1), CancellationToken.None));

        Assert.Empty(place.Segments);
    }

    [Fact]
    public async Task An_idle_journal_becomes_empty_and_takes_records_again()
    {
        using var place = new JournalPlace();
        await using var journal = DurableJournal.Open(place.Options with { IdleAfter = TimeSpan.Zero }, NullLogger.Instance);
        for (var round = 0; round < 3; round++)
        {
            var position = await journal.AppendAsync(JournalPlace.Payload(round), CancellationToken.None);
            Assert.Single(place.Segments);
            journal.Release(position);
            await Polling.UntilAsync(() => Task.FromResult(journal.TotalBytes == 0), "the released segment is gone");
            Assert.Empty(place.Segments);
        }
    }

    [Fact]
    public async Task A_segment_that_disappeared_is_an_error_only_if_it_held_unreleased_records()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(20);
        await using var journal = place.Open();
        File.Delete(place.Segments[0]);

        var lost = Assert.Throws<MlOpsException>(() => journal.Replay().Count());

        Assert.Equal(MlOpsError.JournalUnavailable, lost.Error);
        journal.Release([.. Enumerable.Range(0, 20).Select(position => (long)position)]);
        Assert.Empty(journal.Replay());
    }

    [Fact]
    public async Task Releasing_twice_counts_once()
    {
        using var place = new JournalPlace();
        await using var journal = place.Open();
        var first = await journal.AppendAsync(JournalPlace.Payload(1), CancellationToken.None);
        await journal.AppendAsync(JournalPlace.Payload(2), CancellationToken.None);

        journal.Release(first, first);
        journal.Release(first);

        Assert.Equal(1, journal.UnreleasedRecords);
        Assert.Single(place.Segments);
    }

    [Fact]
    public async Task What_is_not_on_disk_yet_cannot_be_released()
    {
        using var place = new JournalPlace();
        await using var journal = place.Open();

        Assert.Throws<ArgumentOutOfRangeException>(() => journal.Release(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.Release(-1));
    }

    [Fact]
    public async Task Counts_stay_right_while_many_append_and_release()
    {
        using var place = new JournalPlace();
        var kept = new List<int>();
        await using (
            var journal = DurableJournal.Open(place.Options with { SegmentBytes = 2000, IdleAfter = TimeSpan.Zero }, NullLogger.Instance))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() => WriteAsync(journal, caller))));
            Assert.Equal(kept.Count, journal.UnreleasedRecords);
            await Polling.UntilAsync(
                () => Task.FromResult(journal.TotalBytes == place.BytesOnDisk()),
                "the files are those that are counted");
        }

        var found = (await place.RecoverAsync()).ToHashSet();
        Assert.Superset(kept.ToHashSet(), found);

        async Task WriteAsync(DurableJournal journal, int caller)
        {
            var random = new Random(caller);
            var mine = new List<long>();
            for (var i = 0; i < 500; i++)
            {
                var id = (caller * 1000) + i;
                var position = await journal.AppendAsync(JournalPlace.Payload(id), CancellationToken.None);
                if (i % 50 == 0)
                {
                    lock (kept)
                        kept.Add(id);
                    continue;
                }

                mine.Add(position);
                if (random.Next(10) > 0)
                    continue;

                var released = mine.ToArray();
                random.Shuffle(released);
                journal.Release(released);
                mine.Clear();
            }

            journal.Release([.. mine]);
        }
    }
}
