using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>A sink that remembers what it got.</summary>
internal sealed class ListSink(string name = "list") : IAlertSink
{
    public string Name => name;

    public List<AlertNotice> Got { get; } = [];

    /// <summary>What happens after a notice has arrived.</summary>
    public Action<AlertNotice> After { get; set; } = _ => { };

    public Task SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        Got.Add(notice);
        After(notice);
        return Task.CompletedTask;
    }
}
