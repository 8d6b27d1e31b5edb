using System.CommandLine;
using MlOps.Migrator.Serve;
using MlOps.PrivateServer;
using MlOps.Server;

namespace MlOps.Migrator.Commands;

/// <summary>Takes predictions, labels, feedback and metrics over HTTP.</summary>
internal sealed class ServeCommand : DatabaseVerb
{
    private readonly Option<string> _urls = new("--urls")
    {
        Description = "Where to listen. Several addresses have semicolons between them.",
        HelpName = "address",
        DefaultValueFactory = _ => ServerOptions.UsualUrls,
    };

    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "The directory of the journals; each process needs its own. By default it is beside the private server.",
        HelpName = "directory",
    };

    private readonly WholeNumberOption _capacity = new(
        "--capacity", "How many writes of a tenant may be on their way to the database. Beyond that callers get 429.",
        ServerOptions.UsualCapacity, 50);

    private readonly SpanOption _flush = new("--flush-interval", "How long a write waits at most for its batch", TimeSpan.FromSeconds(1));

    private readonly Flag _tokens = new("--require-tokens", "Ask each caller for a token. 'tokens create' makes one.");

    private readonly ContextFactory _contexts;

    public ServeCommand(ContextFactory contexts)
        : base(contexts, "serve", "Take predictions, labels, feedback, events and metrics over HTTP, until Ctrl-C.")
    {
        _contexts = contexts;
        Examples =
        [
            "serve",
            "serve --journal /var/lib/mlops/journal --connection postgres://app@db/mlops",
            "serve --urls http://0.0.0.0:5080 --require-tokens",
        ];
        Add(_urls);
        Add(_journal);
        Add(_capacity);
        Add(_flush);
        Add(_tokens);
        SetAction(RunAsync);
    }

    private Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken) =>
        ServerHost.RunAsync(
            services => _contexts.Register(services, database.ConnectionString),
            new ServerOptions
            {
                Urls = parsed.GetValue(_urls)!,
                JournalDirectory = parsed.GetValue(_journal) ?? Path.Combine(LocalHome.OfThisProject().Directory, "journal"),
                Capacity = parsed.GetValue(_capacity),
                FlushInterval = _flush.Of(parsed),
                RequiresTokens = parsed.GetValue(_tokens),
            },
            address => output.Write(
                new { address, database = database.Target },
                $"Listening on {address} for {database.Target}.",
                (parsed.GetValue(_tokens)
                    ? "Each caller needs a token."
                    : "Each program of this machine may read and write as the default tenant, without a token.") + " Ctrl-C ends it."),
            cancellationToken);
}
