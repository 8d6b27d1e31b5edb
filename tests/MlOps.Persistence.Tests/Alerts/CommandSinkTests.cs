using System.Text.Json;
using MlOps.Persistence.Notices;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

[NeedsNoServer]
public sealed class CommandSinkTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_program_reads_the_notice_and_no_shell_reads_its_arguments()
    {
        var file = _directory.Child("notice $(touch x); 'y'.json");
        await SendAsync("tee", file);

        using var read = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        var root = read.RootElement;
        Assert.Equal(Notices.One.Observation, root.GetProperty("observation").GetString());
        Assert.Equal(("fired", "critical"), (root.GetProperty("state").GetString(), root.GetProperty("severity").GetString()));
        Assert.Equal($"{Notices.One.AlertId}", root.GetProperty("alertId").GetString());
        Assert.Single(Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData("MLOPS_WEBHOOK_SECRET")]
    [InlineData("MLOPS_WEBHOOK_URL")]
    [InlineData("MLOPS_RETRAINING_WEBHOOK_URL")]
    [InlineData("MLOPS_RETRAINING_AUTHORIZATION")]
    public async Task The_program_does_not_get_the_secrets_of_webhooks(string variable)
    {
        var (file, before) = (_directory.Child("variables"), Environment.GetEnvironmentVariable(variable));
        Environment.SetEnvironmentVariable(variable, "hunter2");
        try
        {
            await SendAsync("sh", "-c", "env > \"$0\"", file);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }

        var variables = await File.ReadAllLinesAsync(file);
        Assert.Contains(variables, line => line.StartsWith("PATH=", StringComparison.Ordinal));
        Assert.DoesNotContain(variables, line => line.StartsWith($"{variable}=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_that_fails_says_why()
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => SendAsync("sh", "-c", "echo 'no such pager' >&2; exit 3"));
        Assert.Equal("Program 'sh' ended with exit code 3: no such pager", error.Message);
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_or_writes_much_does_no_harm()
    {
        await SendAsync("true");
        await SendAsync("sh", "-c", "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2");
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_ended_with_all_that_it_started()
    {
        var file = _directory.Child("pid");
        var sink = new CommandSink("stuck", "sh", ["-c", "sleep 1000 & echo $! > \"$0\"; wait", file], TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<MlOpsException>(() => sink.SendAsync(Notices.One, default));

        Assert.Contains("did not end within 00:00:01", error.Message, StringComparison.Ordinal);
        var child = int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture);
        await Polling.UntilAsync(() => Task.FromResult(!IsAlive(child)), "the program's own program is ended");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_error() =>
        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync("/no/such/program"));

    // A zombie has ended.
    private static bool IsAlive(int process) =>
        File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z", StringComparison.Ordinal);

    private static Task SendAsync(string program, params string[] arguments) =>
        new CommandSink("test", program, arguments).SendAsync(Notices.One, default);
}
