using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>Stands between clients and a server, and does with the options of a session what pgbouncer and others do.</summary>
internal sealed class StartupProxy : IAsyncDisposable
{
    private const int ProtocolOfSessions = 3;
    private const string Options = "options";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;

    public StartupProxy(string server)
    {
        _server = new NpgsqlConnectionStringBuilder(server);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The SQLSTATE with which it refuses sessions with options; null if it takes them.</summary>
    public string? Refusal { get; set; }

    /// <summary>What becomes of the options; null drops them.</summary>
    public Func<string, string?> Rewrite { get; set; } = options => options;

    /// <summary>How many sessions had options when they came to the server.</summary>
    public int WithOptions { get; private set; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
                sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient ofClient)
    {
        using var owned = ofClient;
        using var ofServer = new TcpClient();
        await ofServer.ConnectAsync(_server.Host!, _server.Port);
        var (client, upstream) = (ofClient.GetStream(), ofServer.GetStream());
        try
        {
            if (await ReadStartAsync(client) is { } start)
            {
                await upstream.WriteAsync(start, _end.Token);
                await Task.WhenAny(client.CopyToAsync(upstream, _end.Token), upstream.CopyToAsync(client, _end.Token));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // One of them has left.
        }
    }

    // Null if it was refused.
    private async Task<byte[]?> ReadStartAsync(NetworkStream client)
    {
        var head = new byte[8];
        await client.ReadExactlyAsync(head, _end.Token);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - head.Length];
        await client.ReadExactlyAsync(body, _end.Token);
        var parameters = Encoding.UTF8.GetString(body).TrimEnd('\0').Split('\0').Chunk(2).ToList();
        var options = parameters.Find(pair => pair[0] == Options)?[1];
        if (BinaryPrimitives.ReadInt16BigEndian(head.AsSpan(4)) != ProtocolOfSessions || options is null)
            return [.. head, .. body];

        if (Refusal is not null)
        {
            var error = Encoding.UTF8.GetBytes($"SFATAL\0VFATAL\0C{Refusal}\0Munsupported startup parameter: options\0\0");
            await client.WriteAsync((byte[])[(byte)'E', .. Length(error.Length + sizeof(int)), .. error], _end.Token);
            return null;
        }

        parameters.RemoveAll(pair => pair[0] == Options);
        if (Rewrite(options) is { } rewritten)
        {
            parameters.Add([Options, rewritten]);
            WithOptions++;
        }

        var text = Encoding.UTF8.GetBytes($"{string.Concat(parameters.Select(pair => $"{pair[0]}\0{pair[1]}\0"))}\0");
        return [.. Length(text.Length + head.Length), .. head[4..], .. text];
    }

    private static byte[] Length(int length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }
}
