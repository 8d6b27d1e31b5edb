using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Soak;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

[NeedsNoServer]
public class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_refuses_records_until_there_is_space_again()
    {
        Assert.SkipUnless(SmallDisk.CanMount, SmallDisk.WhyNot);
        using var disk = SmallDisk.Mount(megabytes: 1);
        var options = new JournalOptions(Path.Combine(disk.Directory, "journal")) { SegmentBytes = 50_000 };
        var log = new RecordingLog();
        var acknowledged = new List<int>();
        await using (var journal = DurableJournal.Open(options, log))
        {
            await AppendAsync(journal, acknowledged);
            for (var round = 0; round < 2; round++)
            {
                disk.Fill();
                var refusal = await WriteUntilRefusedAsync(journal, acknowledged);
                Assert.Equal(MlOpsError.JournalUnavailable, refusal.Error);
                Assert.Contains($"({Assert.IsType<IOException>(refusal.InnerException).Message.TrimEnd('.')})", refusal.Message,
                    StringComparison.Ordinal);
                await AssertRefusedAsync(journal, acknowledged.Count);

                disk.Free();
                await AppendAsync(journal, acknowledged);
                Assert.Equal(Directory.GetFiles(options.Directory).Sum(path => new FileInfo(path).Length), journal.TotalBytes);
            }

            Assert.Equal(2, log.Entries.Count(entry => entry.Level == LogLevel.Error));
        }

        await using var next = DurableJournal.Open(options, NullLogger.Instance);
        Assert.Equal(acknowledged, next.Replay().Select(JournalPlace.IdOf));
    }

    [Fact]
    public async Task A_directory_that_is_away_for_a_while_refuses_records_meanwhile()
    {
        using var place = new JournalPlace();
        await using var journal = place.Open();
        var away = $"{place.Options.Directory}-away";
        Directory.Move(place.Options.Directory, away);

        await AssertRefusedAsync(journal, 1);
        Directory.Move(away, place.Options.Directory);
        await journal.AppendAsync(JournalPlace.Payload(2), CancellationToken.None);

        Assert.Equal(1, journal.UnreleasedRecords);
        Assert.Equal(new FileInfo(Assert.Single(place.Segments)).Length, journal.TotalBytes);
    }

    [Fact]
    public async Task A_log_that_fails_ends_no_journal()
    {
        using var place = new JournalPlace();
        var journal = place.Open(new FailingLog());
        var away = $"{place.Options.Directory}-away";
        Directory.Move(place.Options.Directory, away);
        await AssertRefusedAsync(journal, 1);
        Directory.Move(away, place.Options.Directory);
        var position = await journal.AppendAsync(JournalPlace.Payload(2), CancellationToken.None);

        // It cannot be deleted, which has to be said too.
        var segment = Assert.Single(place.Segments);
        File.Move(segment, $"{segment}-away");
        Directory.CreateDirectory(Path.Combine(segment, "in the way"));
        journal.Release(position);
        await journal.DisposeAsync();
        Assert.True(Directory.Exists(segment));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_named()
    {
        using var place = new JournalPlace();
        File.WriteAllText(place.Options.Directory, "a file");

        var refusal = Assert.Throws<MlOpsException>(() => place.Open());

        Assert.Equal(MlOpsError.JournalUnavailable, refusal.Error);
        Assert.Contains($"The journal {place.Options.Directory} cannot be opened", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_can_read_a_journal()
    {
        using var place = new JournalPlace();
        await place.WriteAsync(1);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(place.Options.Directory));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place.Segments[0]));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_can_hold_the_lock_even_in_a_directory_that_others_may_read()
    {
        using var place = new JournalPlace();
        const UnixFileMode Chosen = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(place.Options.Directory, Chosen);
        File.SetUnixFileMode(place.Options.Directory, Chosen);
        await using var journal = place.Open();
        Assert.Equal(Chosen, File.GetUnixFileMode(place.Options.Directory));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(place.Options.Directory, JournalLock.Name)));
    }

    private static async Task<MlOpsException> WriteUntilRefusedAsync(DurableJournal journal, List<int> acknowledged)
    {
        try
        {
            while (true)
                await AppendAsync(journal, acknowledged);
        }
        catch (MlOpsException refusal)
        {
            return refusal;
        }
    }

    private static async Task AppendAsync(DurableJournal journal, List<int> acknowledged)
    {
        await journal.AppendAsync(JournalPlace.Payload(acknowledged.Count), CancellationToken.None);
        acknowledged.Add(acknowledged.Count);
    }

    // Nothing of it stays, neither on disk nor in the counts.
    private static async Task AssertRefusedAsync(DurableJournal journal, int id)
    {
        var (bytes, records) = (journal.TotalBytes, journal.UnreleasedRecords);
        var refusal = await Assert.ThrowsAsync<MlOpsException>(
            async () => await journal.AppendAsync(JournalPlace.Payload(id), CancellationToken.None));
        Assert.Equal(MlOpsError.JournalUnavailable, refusal.Error);
        Assert.Contains("could not store 1 records", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((bytes, records), (journal.TotalBytes, journal.UnreleasedRecords));
    }
}
