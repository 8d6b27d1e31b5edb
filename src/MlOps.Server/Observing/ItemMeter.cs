using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MlOps.Server.Observing;

/// <summary>Counts the items that callers sent.</summary>
internal sealed class ItemMeter
{
    // Callers choose the names of services, and each costs memory here and in whatever collects the metrics.
    private const int MaxServices = 200;
    private const string Others = "(others)";

    private readonly ConcurrentDictionary<string, byte> _services = new(StringComparer.Ordinal);
    private readonly Counter<long> _items;
    private readonly Counter<long> _predictions;

    public ItemMeter(IMeterFactory meters)
    {
        var meter = meters.Create(MlOpsMeters.Server);
        _items = meter.CreateCounter<long>(
            "mlops.server.items", "{item}", "Items that callers sent, by kind and by whether they were accepted.");
        _predictions = meter.CreateCounter<long>("mlops.server.predictions", "{item}", "Predictions that were accepted, by service.");
    }

    public void Count(string kind, int accepted, int refused)
    {
        _items.Add(accepted, new("kind", kind), new("outcome", "accepted"));
        _items.Add(refused, new("kind", kind), new("outcome", "refused"));
    }

    public void CountPrediction(string service)
    {
        if (!_services.ContainsKey(service))
        {
            if (_services.Count >= MaxServices)
                service = Others;
            else
                _services[service] = 0;
        }

        _predictions.Add(1, new KeyValuePair<string, object?>("service", service));
    }
}
