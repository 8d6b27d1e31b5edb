using System.Net;

namespace MlOps.Server;

/// <summary>How the server listens, and how much it takes.</summary>
public sealed class ServerOptions
{
    public const string UsualUrls = "http://127.0.0.1:5080";
    public const int UsualCapacity = 50_000;

    /// <summary>Where it listens: "http://127.0.0.1:5080". Several addresses have semicolons between them.</summary>
    public string Urls { get; set; } = UsualUrls;

    /// <summary>
    /// Whether each caller must send a token. Without one, only programs of this machine are served, as the default tenant, so the server
    /// listens to this machine alone then.
    /// </summary>
    public bool RequiresTokens { get; set; }

    /// <summary>Where the journals of the tenants are. Each process needs a directory of its own.</summary>
    public string JournalDirectory { get; set; } = "";

    /// <summary>How many writes of a tenant may be on their way to the database. Beyond that callers get 429.</summary>
    public int Capacity { get; set; } = UsualCapacity;

    /// <summary>How many tenants may have writes on their way at once.</summary>
    public int MaxTenants { get; set; } = 100;

    /// <summary>How long a request waits for the queue before it gets 429.</summary>
    public TimeSpan PlaceTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a write waits at most until it is stored in a batch.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many bytes an item has at most.</summary>
    public int MaxItemBytes { get; set; } = 1 << 20;

    /// <summary>How many bytes a body has at most, after it was unpacked.</summary>
    public long MaxBodyBytes { get; set; } = 1L << 30;

    /// <summary>How many connections it takes at once.</summary>
    public int MaxConnections { get; set; } = 1_000;

    /// <summary>How many items of a request may be refused before the rest is not read.</summary>
    public int MaxRefusals { get; set; } = 1_000;

    /// <summary>How many requests of a tenant it takes in a second.</summary>
    public int MaxRequestsPerSecond { get; set; } = 10_000;

    /// <summary>Finds out whether the server would listen to other machines without asking for tokens.</summary>
    internal bool IsOpenToOthers => !RequiresTokens && !Array.TrueForAll(
        Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        IsOfThisMachine);

    // Kestrel listens everywhere for a name that it does not know.
    internal static bool IsOfThisMachine(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        && (parsed.Host == "localhost" || (IPAddress.TryParse(parsed.Host, out var address) && IPAddress.IsLoopback(address)));
}
