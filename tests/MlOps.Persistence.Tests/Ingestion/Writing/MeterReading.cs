using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>Listens to the meter of one application.</summary>
internal sealed class MeterReading : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value)> _values = new();

    public MeterReading(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "MlOps" && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _values.Enqueue((instrument.Name, value)));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _values.Enqueue((instrument.Name, value)));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _values.Enqueue((instrument.Name, value)));
        _listener.Start();
    }

    /// <summary>Asks the gauges.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public double Sum(string name) => _values.Where(value => value.Name == name).Sum(value => value.Value);

    public double Last(string name) => _values.Last(value => value.Name == name).Value;

    public void Dispose() => _listener.Dispose();
}
