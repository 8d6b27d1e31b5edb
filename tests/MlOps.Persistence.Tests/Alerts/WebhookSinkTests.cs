using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using MlOps.Persistence.Notices;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

[NeedsNoServer]
public sealed class WebhookSinkTests : IAsyncLifetime
{
    private const string Secret = "naïve secret 🚀";

    private readonly WebhookReceiver _receiver = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task A_call_is_signed_as_MLflow_signs_its_webhooks()
    {
        await SendAsync();

        var (body, headers, path) = Assert.Single(_receiver.Calls);
        var timestamp = Sample.Noon.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal((Notices.One.ToJson(), "/hook?key=a%20b"), (body, path));
        Assert.Equal("application/json; charset=utf-8", headers["Content-Type"]);
        Assert.Equal((timestamp, $"{Notices.One.Id}"), (headers["X-MLflow-Timestamp"], headers["X-MLflow-Delivery-Id"]));
        var signed = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{Notices.One.Id}.{timestamp}.{body}"));
        Assert.Equal($"v1,{Convert.ToBase64String(signed)}", headers["X-MLflow-Signature"]);
    }

    [Theory, InlineData(500), InlineData(503), InlineData(429), InlineData(408)]
    public async Task A_server_that_has_too_much_to_do_is_asked_again_with_the_same_id(int status)
    {
        _receiver.Answer = call => (call < 3 ? status : 200, null);
        await SendAsync();
        Assert.Equal(3, _receiver.Calls.Count);
        Assert.Single(_receiver.Calls.Select(call => call.Headers["X-MLflow-Delivery-Id"]).Distinct());
    }

    [Theory, InlineData(400), InlineData(401), InlineData(404), InlineData(410)]
    public async Task A_refusal_is_an_error_at_once(int status)
    {
        _receiver.Answer = _ => (status, null);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => SendAsync());
        Assert.Equal($"127.0.0.1 did not take the notice: it answered {status}.", error.Message);
        Assert.Single(_receiver.Calls);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _receiver.Answer = call => (307, $"{_receiver.Url}&again");
        await Assert.ThrowsAsync<MlOpsException>(() => SendAsync());
        Assert.Single(_receiver.Calls);
    }

    [Theory, InlineData("127.0.0.1"), InlineData("localhost"), InlineData("[::1]"), InlineData("[::ffff:127.0.0.1]"), InlineData("0.0.0.0")]
    public async Task An_address_of_this_machine_is_not_called_unless_it_may(string host)
    {
        var url = new UriBuilder(_receiver.Url) { Host = host }.Uri;
        var error = await Assert.ThrowsAsync<MlOpsException>(() => SendAsync(url, mayBePrivate: false));
        Assert.Equal(MlOpsError.Configuration, error.Error);
        Assert.Contains("which is none of the internet", error.Message, StringComparison.Ordinal);
        Assert.Empty(_receiver.Calls);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var url = new Uri($"http://{silent.LocalEndpoint}/");
        var options = Options(url) with { Timeout = TimeSpan.FromMilliseconds(100), Deadline = TimeSpan.FromMilliseconds(300) };
        using var sink = new WebhookSink("hook", options);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => sink.SendAsync(Notices.One, default));
        Assert.Equal("127.0.0.1 did not answer in time.", error.Message);
    }

    [Theory, InlineData("ftp://host/"), InlineData("file:///etc/passwd"), InlineData("http://user:password@host/"), InlineData("/relative")]
    public void Only_plain_addresses_of_the_web_are_taken(string url)
    {
        var error = Assert.Throws<ArgumentException>(() => new WebhookSink("hook", Options(new Uri(url, UriKind.RelativeOrAbsolute))));
        Assert.DoesNotContain("password@", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_secret_is_not_shown() =>
        Assert.Equal($"WebhookOptions {{ http://127.0.0.1:{_receiver.Url.Port} }}", Options(_receiver.Url).ToString());

    private static WebhookOptions Options(Uri url, bool mayBePrivate = true) =>
        new() { Url = url, Secret = Secret, AllowPrivateAddresses = mayBePrivate };

    private async Task SendAsync(Uri? url = null, bool mayBePrivate = true)
    {
        using var sink = new WebhookSink("hook", Options(url ?? _receiver.Url, mayBePrivate), new FakeTimeProvider(Sample.Noon));
        await sink.SendAsync(Notices.One, default);
    }
}
