using System.Buffers.Binary;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

/// <summary>Whatever happens to the bytes of a journal, the records that are not hit are delivered, once and in order.</summary>
[NeedsNoServer]
public class DamageTests
{
    private const int Records = 20;

    [Fact]
    public async Task Truncation_at_any_byte_loses_the_cut_records_alone()
    {
        await ForEachByteAsync(async (damaged, segment, offset) =>
        {
            var whole = File.ReadAllBytes(segment.Path);
            using (var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Write))
                RandomAccess.SetLength(file, offset);

            Assert.Equal(All.Except(segment.IdsFrom(offset)), await damaged.RecoverAsync());
            var cut = segment.StartOfRecordAt(offset);
            Assert.Equal(
                segment.IsLast || cut == offset ? [] : [whole[cut..offset]],
                damaged.Quarantined.Select(File.ReadAllBytes));
        });
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public async Task A_wrong_byte_anywhere_sends_the_bytes_of_its_record_alone_to_quarantine(byte flip)
    {
        await ForEachByteAsync(async (damaged, segment, offset) =>
        {
            var bytes = File.ReadAllBytes(segment.Path);
            bytes[offset] ^= flip;
            File.WriteAllBytes(segment.Path, bytes);

            Assert.Equal(All.Except(segment.IdsAt(offset)), await damaged.RecoverAsync());
            var (start, end) = segment.RecordAt(offset);
            Assert.Equal([bytes[start..end]], damaged.Quarantined.Select(File.ReadAllBytes));
        });
    }

    [Fact]
    public async Task Bytes_that_come_between_hit_the_record_that_they_divide()
    {
        await ForEachByteAsync(async (damaged, segment, offset) =>
        {
            var bytes = File.ReadAllBytes(segment.Path);
            // Its first byte is not the one that it displaces, or the garbage would begin one later.
            byte[] garbage = [(byte)~bytes[offset], .. RecordFrame.Marker, 1, 0, 0, 0, .. "garbage"u8];
            File.WriteAllBytes(segment.Path, [.. bytes[..offset], .. garbage, .. bytes[offset..]]);

            var divided = segment.StartOfRecordAt(offset) == offset ? [] : segment.IdsAt(offset);
            Assert.Equal(All.Except(divided), await damaged.RecoverAsync());
            Assert.True(File.ReadAllBytes(Assert.Single(damaged.Quarantined)).AsSpan().IndexOf(garbage) >= 0);
        });
    }

    [Fact]
    public async Task Records_inside_of_a_damaged_payload_are_not_delivered()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(3);
        var earlier = File.ReadAllBytes(place.Segments[0]);
        await using (var journal = place.Open())
        {
            await journal.AppendAsync(JournalPlace.Payload(10), CancellationToken.None);
            var own = File.ReadAllBytes(place.Segments[^1]);
            await journal.AppendAsync(earlier.Concat(own).ToArray(), CancellationToken.None);
            await journal.AppendAsync(JournalPlace.Payload(11), CancellationToken.None);
        }

        var last = place.Segments[^1];
        var bytes = File.ReadAllBytes(last);
        bytes[SegmentHeader.LengthFor("") + RecordFrame.Bytes + JournalPlace.Payload(10).Length + RecordFrame.Bytes] ^= 1;
        File.WriteAllBytes(last, bytes);

        Assert.Equal([0, 1, 2, 10, 11], await place.RecoverAsync());
        Assert.Single(place.Quarantined);
    }

    [Fact]
    public async Task Damage_is_copied_once_and_logged_each_time()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(Records);
        var segment = place.Segments[1];
        var bytes = File.ReadAllBytes(segment);
        bytes[60] ^= 1;
        File.WriteAllBytes(segment, bytes);

        var (before, after) = (new List<DateTime>(), new List<DateTime>());
        foreach (var written in new[] { before, after })
        {
            var log = new RecordingLog();
            Assert.Equal(Records - 1, (await place.RecoverAsync(log)).Count);
            written.Add(File.GetLastWriteTimeUtc(Assert.Single(place.Quarantined)));
            Assert.Contains(log.Warnings, text => text.Contains(place.Quarantined[0], StringComparison.Ordinal));
        }

        Assert.Equal(before, after);
    }

    [Fact]
    public async Task A_segment_of_garbage_goes_to_quarantine_as_a_whole()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(Records);
        var garbage = new byte[3000];
        new Random(1).NextBytes(garbage);
        var path = Path.Combine(place.Options.Directory, SegmentFile.NameOf(1));
        File.WriteAllBytes(path, garbage);

        Assert.Equal(All, await place.RecoverAsync());
        Assert.Equal(garbage, File.ReadAllBytes(Assert.Single(place.Quarantined)));
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    [InlineData(5000)]
    public async Task A_last_segment_without_any_written_byte_leaves_nothing(int zeros)
    {
        using var place = new JournalPlace();
        await place.WriteAsync(Records);
        var path = Path.Combine(place.Options.Directory, SegmentFile.NameOf(9_999_999_999_999_999));
        File.WriteAllBytes(path, new byte[zeros]);

        Assert.Equal(All, await place.RecoverAsync());
        Assert.Empty(place.Quarantined);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public async Task Zeros_after_the_last_record_are_cut_off_and_kept_nowhere(int zeros)
    {
        using var place = new JournalPlace();
        await place.WriteAsync(Records);
        var (last, whole) = (place.Segments[^1], File.ReadAllBytes(place.Segments[^1]));
        File.WriteAllBytes(last, [.. whole, .. new byte[zeros]]);

        Assert.Equal(All, await place.RecoverAsync());
        Assert.Empty(place.Quarantined);
        Assert.Equal(whole, File.ReadAllBytes(last));
    }

    [Fact]
    public async Task A_segment_of_a_newer_version_is_refused_before_anything_is_changed()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(Records);
        var torn = File.ReadAllBytes(place.Segments[^1])[..^1];
        File.WriteAllBytes(place.Segments[^1], torn);
        var bytes = File.ReadAllBytes(place.Segments[1]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), 3);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), Crc32C.Of(bytes.AsSpan(0, 20)));
        File.WriteAllBytes(place.Segments[1], bytes);

        var refusal = Assert.Throws<MlOpsException>(() => place.Open());

        Assert.Equal(MlOpsError.JournalUnavailable, refusal.Error);
        Assert.StartsWith($"{place.Segments[1]} has version 3", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(torn, File.ReadAllBytes(place.Segments[^1]));
    }

    [Fact]
    public async Task A_segment_under_the_name_of_another_is_refused()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(Records);
        var copy = Path.Combine(place.Options.Directory, SegmentFile.NameOf(7));
        File.Copy(place.Segments[0], copy);

        var refusal = Assert.Throws<MlOpsException>(() => place.Open());

        Assert.StartsWith($"{copy} is the segment", refusal.Message, StringComparison.Ordinal);
        File.Delete(copy);
        Assert.Equal(All, await place.RecoverAsync());
    }

    [Fact]
    public async Task A_journal_goes_on_after_a_torn_tail_was_cut()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(Records);
        File.WriteAllBytes(place.Segments[^1], File.ReadAllBytes(place.Segments[^1])[..^1]);

        await using (var journal = place.Open())
            await journal.AppendAsync(JournalPlace.Payload(100), CancellationToken.None);

        Assert.Equal([.. All.SkipLast(1), 100], await place.RecoverAsync());
        Assert.Empty(place.Quarantined);
    }

    private static IEnumerable<int> All => Enumerable.Range(0, Records);

    private static async Task ForEachByteAsync(Func<JournalPlace, SegmentMap, int, Task> test)
    {
        using var place = new JournalPlace();
        await place.WriteAsync(Records);
        Assert.True(place.Segments.Length > 3);
        var maps = SegmentMap.Of(place.Segments);
        foreach (var map in maps)
        {
            for (var offset = 0; offset < map.Length; offset++)
            {
                using var copy = place.Copy();
                await test(copy, map with { Path = Path.Combine(copy.Options.Directory, Path.GetFileName(map.Path)) }, offset);
            }
        }
    }
}
