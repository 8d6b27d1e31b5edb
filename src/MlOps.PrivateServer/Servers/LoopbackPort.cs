using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MlOps.PrivateServer.Files;

namespace MlOps.PrivateServer.Servers;

/// <summary>The port of the private server: the last one, from a file, unless another program uses it.</summary>
internal static class LoopbackPort
{
    public static int Choose(string portFile) => ReadKept(portFile) is { } kept && IsFree(kept) ? kept : FindFree();

    public static Task KeepAsync(string portFile, int port, CancellationToken cancellationToken) =>
        PrivateFile.ReplaceAsync(portFile, port.ToString(CultureInfo.InvariantCulture), cancellationToken);

    public static int? ReadKept(string portFile) => File.Exists(portFile)
        && ushort.TryParse(File.ReadAllText(portFile), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port > 0
            ? port
            : null;

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode
            is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }

    private static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
