using System.Text;

namespace MlOps.PrivateServer.Processes;

/// <summary>Reads one pipe of a program while it runs, so that the pipe never fills up.</summary>
internal sealed class OutputCollector
{
    private readonly StringBuilder _text = new();
    private readonly Task _reading;

    public OutputCollector(StreamReader pipe) => _reading = ReadToEndAsync(pipe);

    /// <summary>Everything up to the end of the pipe, or what arrives within the grace period if the pipe stays open.</summary>
    public async Task<string> TextWithinAsync(TimeSpan grace)
    {
        await Task.WhenAny(_reading, Task.Delay(grace)).ConfigureAwait(false);
        lock (_text)
            return _text.ToString();
    }

    private async Task ReadToEndAsync(StreamReader pipe)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await pipe.ReadAsync(buffer.AsMemory()).ConfigureAwait(false)) > 0)
        {
            lock (_text)
                _text.Append(buffer, 0, read);
        }
    }
}
