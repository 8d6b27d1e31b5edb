using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

/// <summary>Where `mlops run` sends alerts.</summary>
public sealed class RunAlertsTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Secret = "hunter2 of the webhook";

    // Nothing is ever made there, since the database is given.
    private readonly CommandLine _mlops = new(new PrivateHome().Path);

    [Fact]
    public async Task A_program_gets_each_alert_with_its_arguments_and_the_terminal_shows_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        using var directory = new TestDirectory();
        var (script, got) = (directory.Child("page"), directory.Child("got"));
        await File.WriteAllTextAsync(script, $"#!/bin/sh\necho \"$1 $2\" > '{got}'\ncat >> '{got}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await StoreAsync();

        var result = await RunAsync("--alert-command", script, "--alert-argument", "two words", "--alert-argument=--flag");

        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = await File.ReadAllLinesAsync(got);
        Assert.Equal("two words --flag", lines[0]);
        Assert.Equal("long queue", JsonDocument.Parse(lines[1]).RootElement.GetProperty("rule").GetString());
        Assert.Contains("Alert 'long queue (host-1:4711)': 500 writes of process", result.Error, StringComparison.Ordinal);
        Assert.Equal(["command", "log"], await DeliveredAsync());
    }

    [Fact]
    public async Task A_program_gets_no_password_of_the_environment()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is one of Unix.");
        using var directory = new TestDirectory();
        var got = directory.Child("got");
        foreach (var name in new[] { "MLOPS_CONNECTION", "ConnectionStrings__MlOps", "PGPASSWORD", "POSTGRES_PASSWORD" })
            _mlops.Environment[name] = Secret;

        await StoreAsync();

        var result = await RunAsync(
            "--alert-command", "sh", "--alert-argument=-c", "--alert-argument", "env > \"$0\"", "--alert-argument", got);

        Assert.True(result.ExitCode == 0, result.ToString());
        var variables = await File.ReadAllTextAsync(got);
        Assert.Contains("PATH=", variables, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, variables, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_webhook_gets_each_alert_signed_with_a_secret_that_nobody_sees(bool isInFile)
    {
        using var directory = new TestDirectory();
        var file = directory.Child("secret");
        if (isInFile)
            await File.WriteAllTextAsync(file, $"{Secret}\nnot this");
        else
            _mlops.Environment["MLOPS_WEBHOOK_SECRET"] = Secret;

        using var receiver = new HttpListener();
        var url = Listen(receiver);
        await StoreAsync();
        var call = AnswerAsync(receiver);

        var result = await RunAsync(
            ["--alert-webhook", url, "--alert-private-addresses", .. isInFile ? (string[])["--alert-secret-file", file] : []]);

        Assert.True(result.ExitCode == 0, result.ToString());
        var (body, headers) = await call;
        var signed = $"{headers["X-MLflow-Delivery-Id"]}.{headers["X-MLflow-Timestamp"]}.{body}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed));
        Assert.Equal($"v1,{Convert.ToBase64String(signature)}", headers["X-MLflow-Signature"]);
        Assert.DoesNotContain("hunter2", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Equal(["log", "webhook"], await DeliveredAsync());
    }

    [Fact]
    public async Task The_address_of_a_webhook_can_be_in_the_environment()
    {
        using var receiver = new HttpListener();
        _mlops.Environment["MLOPS_WEBHOOK_SECRET"] = Secret;
        _mlops.Environment["MLOPS_WEBHOOK_URL"] = Listen(receiver);
        await StoreAsync();
        var call = AnswerAsync(receiver);

        var result = await RunAsync("--alert-private-addresses");

        Assert.True(result.ExitCode == 0, result.ToString());
        await call;
        Assert.Equal(["log", "webhook"], await DeliveredAsync());
        _mlops.Environment["MLOPS_WEBHOOK_URL"] = "ftp://hunter2";
        var refused = await RunAsync();
        Assert.Equal(ExitCode.Of(MlOpsError.Configuration), refused.ExitCode);
        Assert.Contains("MLOPS_WEBHOOK_URL must be an address such as", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_address_is_called_only_if_an_option_says_so()
    {
        using var receiver = new HttpListener();
        _mlops.Environment["MLOPS_WEBHOOK_SECRET"] = Secret;
        await StoreAsync();

        var result = await RunAsync("--alert-webhook", Listen(receiver));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["log"], await DeliveredAsync());
        var error = Assert.Single(await Database.ColumnAsync("SELECT last_error FROM ml_alert_deliveries WHERE sink = 'webhook'"));
        Assert.Contains("127.0.0.1 has the address 127.0.0.1", error, StringComparison.Ordinal);
        Assert.Contains("--alert-private-addresses", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--alert-webhook must be an address such as https://example.com/hook", "--alert-webhook", "ftp://hunter2")]
    [InlineData("--alert-webhook must be an address such as https://example.com/hook", "--alert-webhook", "https://u:hunter2@x.test/")]
    [InlineData("--alert-argument is for the program of --alert-command.", "--alert-argument", "x")]
    [InlineData("--alert-private-addresses is for the address of --alert-webhook.", "--alert-private-addresses")]
    [InlineData("--alert-secret-file is for the address of --alert-webhook.", "--alert-secret-file", "/etc/hostname")]
    public async Task Options_that_do_not_fit_are_a_usage_error(string expected, params string[] options)
    {
        var result = await CommandInProcess.RunAsync(["run", "--once", .. options]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_before_a_job_runs()
    {
        using var directory = new TestDirectory();
        var empty = directory.Child("empty");
        await File.WriteAllTextAsync(empty, "\nsecret");
        await StoreAsync();
        string[] webhook = ["--alert-webhook", "https://example.com/hook"];

        await RefuseAsync("Set MLOPS_WEBHOOK_SECRET, or give a file that has it by --alert-secret-file.", webhook);
        await RefuseAsync($"The first line of {empty} is empty.", [.. webhook, "--alert-secret-file", empty]);
        await RefuseAsync("There is no program '/no/such'. Give --alert-command the path of one.", ["--alert-command", "/no/such"]);
        await RefuseAsync("There is no program 'no-such-program' in PATH.", ["--alert-command", "no-such-program"]);
        Assert.Equal(0, await Database.CountAsync("ml_job_runs"));
    }

    private async Task RefuseAsync(string expected, string[] options)
    {
        var result = await RunAsync(options);
        Assert.Equal(ExitCode.Of(MlOpsError.Configuration), result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> RunAsync(params string[] options) =>
        _mlops.RunAsync(["run", "--once", "--connection", Database.ConnectionString, .. options]);

    private Task<List<string>> DeliveredAsync() =>
        Database.ColumnAsync("SELECT sink FROM ml_alert_deliveries WHERE delivered_at IS NOT NULL ORDER BY 1");

    private static string Listen(HttpListener receiver)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        receiver.Prefixes.Add(address);
        receiver.Start();
        return $"{address}hook";
    }

    private static async Task<(string Body, WebHeaderCollection Headers)> AnswerAsync(HttpListener receiver)
    {
        var call = await receiver.GetContextAsync();
        using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        call.Response.StatusCode = 204;
        call.Response.Close();
        return (body, (WebHeaderCollection)call.Request.Headers);
    }

    // A rule that fires at once, and the job that evaluates it.
    private async Task StoreAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var writer = Build.WriterReport();
        writer.Renew(new WriterActivity { QueueLength = 500 }, now);
        await using var context = Database.CreateContext();
        context.AddRange(
            writer, DefaultJobs.EvaluateAlerts(now),
            AlertRule.Define(
                "long queue", AlertMetrics.WriterQueue, AlertCondition.Above, 100, TimeSpan.FromMinutes(5), AlertLevel.Warning, now));
        await context.SaveChangesAsync();
    }
}
