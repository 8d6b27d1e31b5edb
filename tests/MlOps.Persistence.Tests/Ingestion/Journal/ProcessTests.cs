using System.Diagnostics;
using System.Globalization;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Soak;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

/// <summary>Other processes use the journal, are killed, and have a disk that fails.</summary>
[NeedsNoServer]
public class ProcessTests
{
    private const int Lines = 5000;

    [Fact]
    public async Task A_second_process_is_refused_until_the_first_is_dead()
    {
        using var place = new JournalPlace();
        using (var first = JournalInProcess.Start(place.Options.Directory, 0))
        {
            Assert.Equal(JournalInProcess.Opened, await first.StandardOutput.ReadLineAsync());

            var refusal = Assert.Throws<MlOpsException>(() => place.Open());
            Assert.Equal(MlOpsError.JournalUnavailable, refusal.Error);
            Assert.Contains($"Another process uses the journal {place.Options.Directory}.", refusal.Message, StringComparison.Ordinal);
            await KillAsync(first);
        }

        await using var journal = place.Open();
        Assert.Throws<MlOpsException>(() => place.Open());
    }

    [Fact]
    public async Task Every_acknowledged_record_of_killed_processes_is_replayed_once()
    {
        using var place = new JournalPlace();
        var said = new List<string>();
        for (var round = 0; round < 20; round++)
        {
            using var writer = JournalInProcess.Start(place.Options.Directory, round * 1_000_000);
            said.AddRange(await ReadUntilKilledAsync(writer, lines: Random.Shared.Next(1, 3000)));
        }

        await AssertReplayAsync(place, said);
        Assert.Empty(place.Quarantined);
    }

    [Theory]
    [InlineData("pwrite64:error=EIO:when=5+2")]
    [InlineData("pwrite64:error=ENOSPC:when=6+3")]
    [InlineData("pwrite64,ftruncate:error=EIO:when=5+3")]
    [InlineData("pwrite64,ftruncate:error=EPERM:when=5+3")]
    [InlineData("fallocate:error=ENOSPC:when=2+2")]
    public async Task Records_of_a_failed_write_are_refused_and_not_replayed(string fault)
    {
        using var place = new JournalPlace();
        var said = await AssertRefusedAreGoneAsync(place, fault);

        // Each of these faults may pass.
        Assert.DoesNotContain(said, line => line.Contains("accepts nothing more", StringComparison.Ordinal));
    }

    // Nobody expects this error of ftruncate.
    [Fact]
    public async Task After_an_error_that_nobody_expects_every_caller_gets_an_answer_and_the_process_lives()
    {
        using var place = new JournalPlace();
        var said = await AssertRefusedAreGoneAsync(place, "ftruncate:error=EFBIG:when=2+");
        Assert.Contains(said, line => line.StartsWith(JournalInProcess.Reason)
            && line.Contains("accepts nothing more, because of an error that nobody expected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_that_a_full_disk_took_in_part_do_not_come_back()
    {
        Assert.SkipUnless(SmallDisk.CanMount, SmallDisk.WhyNot);
        using var disk = SmallDisk.Mount(megabytes: 1);
        using var place = new JournalPlace { Options = new JournalOptions(Path.Combine(disk.Directory, "journal")) };

        // Without reserved space, the last write ends in the middle of its group.
        await AssertRefusedAreGoneAsync(place, "fallocate:error=EOPNOTSUPP");
    }

    private static async Task<List<string>> AssertRefusedAreGoneAsync(JournalPlace place, string fault)
    {
        Assert.SkipWhen(
            !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, "strace"))),
            "strace, which lets system calls fail, is not here");
        using var writer = JournalInProcess.Start(
            place.Options.Directory, 0, "strace", "-f", "-qq", "-o", "/dev/null", "-e", $"inject={fault}");
        var said = await ReadUntilKilledAsync(writer, lines: Lines);
        Assert.True(said.Count >= Lines, "The process died by itself.");
        await Polling.UntilAsync(() => Task.FromResult(place.IsFree()), "the writer is dead, as strace is");

        var refused = Ids(said, JournalInProcess.Refused);
        Assert.NotEmpty(refused);
        var found = await AssertReplayAsync(place, said);
        Assert.Empty(found.Intersect(refused));
        return said;
    }

    private static async Task<List<int>> AssertReplayAsync(JournalPlace place, List<string> said)
    {
        var found = await place.RecoverAsync();
        Assert.Equal(found.Count, found.Distinct().Count());
        var expected = Ids(said, JournalInProcess.Acknowledged).Except(Ids(said, JournalInProcess.Released)).ToList();
        Assert.NotEmpty(expected);
        Assert.Empty(expected.Except(found));
        return found;
    }

    private static List<int> Ids(List<string> said, char kind) =>
        [.. from line in said where line[0] == kind select int.Parse(line[1..], CultureInfo.InvariantCulture)];

    private static async Task<List<string>> ReadUntilKilledAsync(Process writer, int lines)
    {
        var said = new List<string>();
        while (said.Count < lines && await writer.StandardOutput.ReadLineAsync() is { } line)
            said.Add(line);
        await KillAsync(writer);

        // What it said before it died counts, but for a line that it did not finish.
        var rest = (await writer.StandardOutput.ReadToEndAsync()).Split('\n');
        return [.. said.Concat(rest.SkipLast(1)).Where(line => line != JournalInProcess.Opened)];
    }

    private static async Task KillAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }
}
