using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlOps.Persistence.Tests.Local;

/// <summary>Pretends to be a PostgreSQL server that wants the password in clear text, and notes all that it is told.</summary>
internal sealed class StrangerOnPort : IAsyncDisposable
{
    private static readonly byte[] AskForClearText = [(byte)'R', 0, 0, 0, 8, 0, 0, 0, 3];

    private readonly TcpListener _listener;
    private readonly ConcurrentQueue<string> _told = new();
    private readonly Task _listening;

    public StrangerOnPort(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _listening = ListenAsync();
    }

    public IReadOnlyCollection<string> Told => _told;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => _listening);
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[1024];
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0)
            {
                _told.Enqueue(Encoding.UTF8.GetString(buffer, 0, read));
                await stream.WriteAsync(AskForClearText);
            }
        }
    }
}
