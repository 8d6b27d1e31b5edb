using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace MlOps.Persistence.Notices;

/// <summary>
/// Posts each notice as JSON, signed as MLflow signs its webhooks: HMAC-SHA256 of "id.timestamp.body". It follows no redirect, uses no
/// proxy, and connects to the very address that it has checked.
/// </summary>
public sealed class WebhookSink : INoticeSink, IDisposable
{
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline _pipeline;

    /// <param name="name">The name of the sink.</param>
    /// <param name="options">How it is called.</param>
    /// <param name="clock">Where the times of the calls come from; the system's clock if not given.</param>
    public WebhookSink(string name, WebhookOptions options, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Secret, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Timeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Deadline, TimeSpan.Zero, nameof(options));
        if (options.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" })
            throw new ArgumentException(
                $"The address of webhook '{name}' must begin with http:// or https://, and have no password.", nameof(options));

        (Name, _options, _clock) = (name, options, clock ?? TimeProvider.System);
        _client = new HttpClient(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        _pipeline = new ResiliencePipelineBuilder()
            .AddTimeout(options.Deadline)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder()
                    .Handle<HttpRequestException>(e => e.InnerException is not MlOpsException).Handle<TimeoutRejectedException>(),
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(500),
                UseJitter = true,
            })
            .AddTimeout(options.Timeout)
            .Build();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        try
        {
            await _pipeline.ExecuteAsync(token => PostAsync(notice, token), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException e)
        {
            throw new MlOpsException(MlOpsError.ServerUnreachable, $"{_options.Url.Host} did not answer in time.", e);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as MlOpsException
                ?? new MlOpsException(MlOpsError.ServerUnreachable, $"{_options.Url.Host} did not take the notice: {e.Message}", e);
        }
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask PostAsync(Notice notice, CancellationToken cancellationToken)
    {
        var (body, timestamp) = (notice.ToJson(), _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-MLflow-Delivery-Id", notice.Id.ToString());
        request.Headers.Add("X-MLflow-Timestamp", timestamp);
        request.Headers.Add("X-MLflow-Signature", $"v1,{Sign($"{notice.Id}.{timestamp}.{body}")}");
        if (_options.Authorization is { } authorization)
            request.Headers.Add("Authorization", authorization);

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        // A conflict says that the receiver has the notice already.
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Conflict)
            return;

        var status = $"it answered {(int)response.StatusCode}.";
        // Another attempt would get the same answer, except from a server that has too much to do.
        throw response.StatusCode
            is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            ? new HttpRequestException(status)
            : new MlOpsException(MlOpsError.Refused, $"{_options.Url.Host} did not take the notice: {status}");
    }

    private string Sign(string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_options.Secret), Encoding.UTF8.GetBytes(text)));

    private SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = (connection, cancellationToken) => ConnectAsync(connection.DnsEndPoint, cancellationToken),
    };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var given)
            ? [given]
            : await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
        if (!_options.AllowPrivateAddresses && addresses.FirstOrDefault(address => !PublicAddress.Is(address)) is { } forbidden)
            throw new MlOpsException(
                MlOpsError.Configuration,
                $"{target.Host} has the address {forbidden}, which is none of the internet, so webhook '{Name}' does not call it. " +
                $"If it may, set {nameof(WebhookOptions)}.{nameof(_options.AllowPrivateAddresses)}, or --alert-private-addresses or " +
                "--retraining-private-addresses of 'mlops run'.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
