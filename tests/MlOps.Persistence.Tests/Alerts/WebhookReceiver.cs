using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>A server of HTTP that remembers each call, and answers as a test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _work;

    public WebhookReceiver()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/hook?key=a%20b");
        }

        _listener.Prefixes.Add($"{Url.GetLeftPart(UriPartial.Authority)}/");
        _listener.Start();
        _work = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    public ConcurrentQueue<(string Body, Dictionary<string, string> Headers, string Path)> Calls { get; } = [];

    /// <summary>The answer to a call, by its number: a status and, for a redirect, where to.</summary>
    public Func<int, (int Status, string? Location)> Answer { get; set; } = _ => (204, null);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _work;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
            var headers = call.Request.Headers.AllKeys.ToDictionary(key => key!, key => call.Request.Headers[key]!);
            Calls.Enqueue((await reader.ReadToEndAsync(), headers, call.Request.RawUrl!));
            var (status, location) = Answer(Calls.Count);
            if (location is not null)
                call.Response.RedirectLocation = location;

            call.Response.StatusCode = status;
            call.Response.Close();
        }
    }
}
