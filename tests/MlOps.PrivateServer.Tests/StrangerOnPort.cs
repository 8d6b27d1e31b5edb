using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlOps.PrivateServer.Tests;

/// <summary>A program on the port that gives the same answer to everybody, and records all that it receives.</summary>
internal sealed class StrangerOnPort : IAsyncDisposable
{
    /// <summary>The request of a PostgreSQL server for the password in clear text.</summary>
    public const string AskForClearText = "R\0\0\0\b\0\0\0\u0003";

    public const string RefuseAsWebServer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private readonly TcpListener _listener;
    private readonly ConcurrentQueue<string> _received = new();
    private readonly Task _listening;
    private readonly byte[] _answer;
    private readonly bool _closesAfterAnswer;

    public StrangerOnPort(int port, string answer)
    {
        _closesAfterAnswer = answer == RefuseAsWebServer;
        _answer = Encoding.ASCII.GetBytes(answer);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _listening = ListenAsync();
    }

    public IReadOnlyCollection<string> Received => _received;

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
            do
            {
                read = await stream.ReadAsync(buffer);
                _received.Enqueue(Encoding.UTF8.GetString(buffer, 0, read));
                if (read > 0)
                    await stream.WriteAsync(_answer);
            }
            while (read > 0 && !_closesAfterAnswer);
        }
    }
}
