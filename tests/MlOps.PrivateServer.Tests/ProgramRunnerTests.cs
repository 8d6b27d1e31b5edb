using System.Diagnostics;
using MlOps.PrivateServer.Processes;
using MlOps.Testing;

namespace MlOps.PrivateServer.Tests;

/// <summary>Programs run to their end, or until they are cancelled.</summary>
public class ProgramRunnerTests
{
    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] odd = ["a b", "it's", "\"$HOME\"", "", "`id`", "模型"];

        var result = await RunAsync("printf", ["[%s]", .. odd]);

        Assert.Equal(string.Concat(odd.Select(word => $"[{word}]")), result.Output);
    }

    [Fact]
    public async Task Both_pipes_may_fill_up()
    {
        const string script = "i=0; while [ $i -lt 20000 ]; do echo 0123456789; echo 0123456789 >&2; i=$((i+1)); done; exit 3";

        var result = await RunAsync("sh", ["-c", script]);

        Assert.Equal((3, 220_000, 220_000), (result.ExitCode, result.Output.Length, result.Error.Length));
    }

    [Fact]
    public async Task Something_left_behind_with_our_pipes_does_not_keep_us_waiting()
    {
        var watch = Stopwatch.StartNew();

        var result = await RunAsync("sh", ["-c", "sleep 20 & echo $!"]);

        using var left = Process.GetProcessById(int.Parse(result.Output, null));
        left.Kill();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Cancelling_ends_the_program_and_what_it_started()
    {
        using var directory = new TestDirectory();
        var file = directory.Child("child");
        using var cancel = new CancellationTokenSource();
        var running = ProgramRunner.RunAsync(
            new ProgramCall("sh", ["-c", "sleep 60 & echo $! > \"$0.tmp\"; mv \"$0.tmp\" \"$0\"; wait", file]), cancel.Token);
        await Eventually.IsTrueAsync(() => File.Exists(file));
        using var child = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(file), null));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(child.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_cancellation_right_after_the_failure_of_the_program_counts_as_its_cause()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ProgramRunner.RunAsync(new ProgramCall("sh", ["-c", "sleep 0.4; exit 130"]), cancel.Token));
    }

    private static Task<ProgramResult> RunAsync(string program, string[] arguments) =>
        ProgramRunner.RunAsync(new ProgramCall(program, arguments), CancellationToken.None);
}
