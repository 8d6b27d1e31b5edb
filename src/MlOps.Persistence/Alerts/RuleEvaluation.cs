using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>Compares what was measured with one rule. It changes the context, which the caller saves.</summary>
internal sealed class RuleEvaluation(MlOpsDbContext context, AlertRule rule, DateTimeOffset now, AlertReport report)
{
    /// <param name="values">What was measured.</param>
    /// <param name="isWhole">Whether a subject that is not there is gone, so that its alert has no cause any more.</param>
    /// <param name="states">What was known of the subjects before.</param>
    /// <param name="open">The open alerts of the rule.</param>
    public void Run(IReadOnlyList<Measured> values, bool isWhole, IReadOnlyList<AlertState> states, IReadOnlyList<Alert> open)
    {
        report.Rules++;
        foreach (var measured in values)
        {
            var state = states.FirstOrDefault(state => state.Subject == measured.Subject);
            if (measured.Value is { } value)
                Judge(measured, value, Note(state, measured.Subject, value), open);
            else
                Miss(state, measured);
        }

        if (!isWhole)
            return;

        var subjects = values.Select(value => value.Subject).ToHashSet(StringComparer.Ordinal);
        context.RemoveRange(states.Where(state => !subjects.Contains(state.Subject)));
        foreach (var alert in open.Where(alert => !subjects.Contains(alert.Subject)))
            Resolve(alert, "It is no longer there to be measured.");
    }

    private AlertState Note(AlertState? state, string subject, double value)
    {
        if (state is not null)
        {
            state.See(rule, value, now);
            return state;
        }

        var added = AlertState.Measure(rule, subject, value, now);
        context.Add(added);
        return added;
    }

    private void Miss(AlertState? state, Measured measured)
    {
        var (subject, reason) = (measured.Subject, measured.MissingReason!);
        if (state is null)
            context.Add(AlertState.Miss(rule, subject, reason, now));
        else
            state.Miss(reason, now);

        report.Missing.Add($"{rule.Name}{(subject.Length == 0 ? "" : $" ({subject})")}: {reason}");
    }

    private void Judge(Measured measured, double value, AlertState state, IReadOnlyList<Alert> open)
    {
        if (open.FirstOrDefault(alert => alert.Subject == measured.Subject) is { } alert)
        {
            if (rule.IsClearedBy(value))
                Resolve(alert, measured.Observation);
        }
        else if (state.Breaches >= rule.RequiredBreaches && !rule.IsSilencedAt(now))
        {
            context.Add(rule.Fire(
                value, now, new AlertFinding(measured.Subject, measured.Observation, measured.Remedy, state.BreachedSince)));
            report.Fired++;
        }
    }

    // A person whose clock is ahead may have acknowledged it later than now.
    private void Resolve(Alert alert, string? note)
    {
        if ((alert.AcknowledgedAt ?? alert.FiredAt) > now)
            return;

        alert.Resolve(Alert.Recovery, now, note);
        report.Resolved++;
    }
}
