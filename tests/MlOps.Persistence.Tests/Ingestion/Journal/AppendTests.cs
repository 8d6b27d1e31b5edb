using System.Text;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

[NeedsNoServer]
public class AppendTests
{
    [Fact]
    public async Task What_was_acknowledged_is_in_the_file_at_once()
    {
        using var place = new JournalPlace();
        await using var journal = place.Open();

        await journal.AppendAsync("an acknowledged payload"u8.ToArray(), CancellationToken.None);

        var file = File.ReadAllBytes(Assert.Single(place.Segments));
        Assert.True(file.AsSpan().IndexOf("an acknowledged payload"u8) > 0);
        Assert.Equal(file.Length, journal.TotalBytes);
        Assert.Equal(1, journal.UnreleasedRecords);
    }

    [Fact]
    public void Files_are_written_through_to_the_disk()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells how a file was opened");
        const int synchronously = 0x101000;
        using var place = new JournalPlace();
        Directory.CreateDirectory(place.Options.Directory);
        using var file = SegmentFile.Create(Path.Combine(place.Options.Directory, "file"), FileMode.CreateNew, reserved: 0);

        var flags = File.ReadLines($"/proc/self/fdinfo/{file.SafeFileHandle.DangerousGetHandle()}")
            .Single(line => line.StartsWith("flags:", StringComparison.Ordinal));

        Assert.Equal(synchronously, Convert.ToInt32(flags.Split('\t')[1], 8) & synchronously);
    }

    [Fact]
    public async Task Records_come_back_in_the_order_of_each_caller()
    {
        using var place = new JournalPlace();
        const int callers = 64, each = 50;
        await using (var journal = place.Open())
            await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => WriteAsync(journal, caller))));

        await using var next = place.Open();
        var texts = next.Replay().Select(record => Encoding.UTF8.GetString(record.Payload.Span).Split(' ')).ToList();

        Assert.Equal(callers * each, texts.Count);
        Assert.All(texts.GroupBy(text => text[0]), own =>
            Assert.Equal(Enumerable.Range(0, each).Select(i => $"{i}"), own.Select(text => text[1])));

        static async Task WriteAsync(DurableJournal journal, int caller)
        {
            var last = -1L;
            for (var i = 0; i < each; i++)
            {
                var position = await journal.AppendAsync(Encoding.UTF8.GetBytes($"{caller} {i}"), CancellationToken.None);
                Assert.True(position > last);
                last = position;
            }
        }
    }

    [Fact]
    public async Task Positions_and_payloads_of_a_replay_come_in_order_and_before_new_ones()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(30);
        await using var journal = place.Open();

        var appended = new List<long>();
        var replayed = new List<JournalRecord>();
        foreach (var record in journal.Replay())
        {
            replayed.Add(record);
            appended.Add(await journal.AppendAsync(JournalPlace.Payload(100 + replayed.Count), CancellationToken.None));
        }

        Assert.Equal(Enumerable.Range(0, 30), replayed.Select(JournalPlace.IdOf));
        Assert.All(replayed, record => Assert.Equal(JournalPlace.Payload(JournalPlace.IdOf(record)), record.Payload.ToArray()));
        var positions = replayed.Select(record => record.Position).Concat(appended).ToList();
        Assert.Equal(positions.Order().Distinct(), positions);
        Assert.Equal(60, journal.UnreleasedRecords);
    }

    [Fact]
    public async Task A_cancelled_append_leaves_nothing()
    {
        using var place = new JournalPlace();
        await using var journal = place.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await journal.AppendAsync(new byte[10], new CancellationToken(canceled: true)));

        Assert.Equal((0, 0), (journal.UnreleasedRecords, journal.TotalBytes));
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_does_not_remove_its_record_and_can_still_learn_its_position()
    {
        using var place = new JournalPlace();
        await using var journal = place.Open();

        var appending = journal.AppendAsync(JournalPlace.Payload(1), CancellationToken.None).AsTask();
        try
        {
            await appending.WaitAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // It is up to chance whether the disk was faster.
        }

        journal.Release(await appending);
        Assert.Equal(0, journal.UnreleasedRecords);
    }

    [Fact]
    public async Task A_caller_that_goes_on_for_long_does_not_hold_up_the_next_flush()
    {
        using var place = new JournalPlace();
        await using var journal = place.Open();
        using var second = new ManualResetEventSlim();

        var first = Task.Run(async () =>
        {
            await journal.AppendAsync(JournalPlace.Payload(1), CancellationToken.None);
            // Were this the flushing thread, the second record would never be written.
            return second.Wait(TimeSpan.FromSeconds(20));
        });
        await Polling.UntilAsync(() => Task.FromResult(journal.UnreleasedRecords == 1), "the first record is written");
        await journal.AppendAsync(JournalPlace.Payload(2), CancellationToken.None);
        second.Set();

        Assert.True(await first);
    }

    [Fact]
    public async Task More_than_a_group_holds_waits_for_the_group_before()
    {
        using var place = new JournalPlace();
        await using (var journal = place.Open())
        {
            var payloads = Enumerable.Range(0, 40).Select(id => Encoding.UTF8.GetBytes($"{id}:{new string('y', 1 << 20)}"));
            var appends = payloads.Select(payload => Task.Run(async () => await journal.AppendAsync(payload, CancellationToken.None)));
            Assert.Equal(40, (await Task.WhenAll(appends)).Distinct().Count());
        }

        Assert.Equal(Enumerable.Range(0, 40), (await place.RecoverAsync()).Order());
    }

    [Fact]
    public void More_than_eight_megabytes_are_not_taken_before_the_disk_is_ready_for_them()
    {
        var queue = new JournalQueue(new JournalOptions("unused"), [], nextPosition: 0);
        var taken = 0;
        while (queue.TryAppend(new byte[1 << 20], out _) && taken < 100)
            taken++;

        Assert.Equal(7, taken);
        Assert.Equal(taken, queue.TakeGroup().Count);
        Assert.True(queue.TryAppend(new byte[100 << 20], out _));
        Assert.False(queue.TryAppend([], out _));
    }

    [Fact]
    public async Task Empty_and_binary_payloads_come_back_as_they_were()
    {
        using var place = new JournalPlace();
        byte[][] payloads = [[], [0xFF], [.. RecordFrame.Marker], new byte[100], [.. Enumerable.Range(0, 256).Select(i => (byte)i)]];
        await using (var journal = place.Open())
        {
            foreach (var payload in payloads)
                await journal.AppendAsync(payload, CancellationToken.None);
        }

        await using var next = place.Open();
        Assert.Equal(payloads, next.Replay().Select(record => record.Payload.ToArray()));
    }

    [Fact]
    public async Task After_disposal_nothing_is_taken()
    {
        using var place = new JournalPlace();
        var journal = place.Open();
        await journal.DisposeAsync();
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await journal.AppendAsync(new byte[1], CancellationToken.None));
    }

    [Fact]
    public void The_checksum_is_the_one_of_rfc_3720() =>
        Assert.Equal((0xE3069283, 0x8A9136AA), (Crc32C.Of("123456789"u8), Crc32C.Of(new byte[32])));
}
