using MlOps.Persistence.Maintenance;

namespace MlOps.Migrator.Commands;

/// <summary>Materialized views.</summary>
internal sealed class ViewsCommand : Verb
{
    public ViewsCommand(ContextFactory contexts)
        : base("views", "Materialized views, which have what the tables had at their last refresh.")
    {
        SetAction(new HelpWithExamples().Invoke);
        var refresh = new DatabaseVerb(contexts, "refresh", "Refresh all materialized views, while others read them.")
        {
            Examples = ["views refresh"],
        };
        refresh.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = new Listing("View", "Seconds");
            foreach (var (view, duration) in await new ViewRefresh(context).RunAsync(cancellationToken))
                listing.Add(view, Math.Round(duration.TotalSeconds, 3));

            output.Write(listing);
        });
        Add(refresh);
    }
}
