using MlOps.Persistence.Notices;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>A sink that remembers what it got.</summary>
/// <typeparam name="TNotice">What it gets.</typeparam>
internal sealed class ListSink<TNotice>(string name = "list") : INoticeSink
    where TNotice : Notice
{
    public string Name => name;

    public List<TNotice> Got { get; } = [];

    /// <summary>What happens after a notice has arrived.</summary>
    public Action<TNotice> After { get; set; } = _ => { };

    public Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        var got = (TNotice)notice;
        Got.Add(got);
        After(got);
        return Task.CompletedTask;
    }
}
