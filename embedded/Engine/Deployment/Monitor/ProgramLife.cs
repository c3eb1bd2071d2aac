using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>From the start of a program to its end: which of its calls are running, what it reported last, when it may go.</summary>
internal sealed class ProgramLife(RunContext run)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _running;
    private TaskCompletionSource? _idle;
    private PropertyMap? _stackOutputs;
    private string _stackUrn = "";

    /// <summary>The address of the monitor.</summary>
    public string Address { get; set; } = "";

    /// <summary>Completes when the program says that it registers nothing more.</summary>
    public Task Done => _done.Task;

    /// <summary>The program registers nothing more.</summary>
    public void ProgramIsDone() => _done.TrySetResult();

    /// <summary>The run is over: a program that waits for that may end.</summary>
    public void AllowShutdown() => _shutdown.TrySetResult();

    /// <summary>Waits until the run is over.</summary>
    public Task ShutdownAsync(CancellationToken cancellation) => _shutdown.Task.WaitAsync(cancellation);

    /// <summary>A call of the program begins; it ends when the result is disposed.</summary>
    public IDisposable Enter()
    {
        lock (_gate)
            _running++;
        return new Call(this);
    }

    /// <summary>Completes when none of the program's calls is running.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            if (_running == 0)
                return Task.CompletedTask;
            return (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>
    /// Takes the outputs of a component or the stack. Those of the stack wait until it is known how the run ends.
    /// </summary>
    public async Task RegisterOutputsAsync(string urn, PropertyMap outputs)
    {
        if (run.News.GetValueOrDefault(urn) is not { } state)
            throw new InvalidOperationException($"The outputs of {urn} came before its registration.");
        if (run.StandsStill)
            return;
        if (state.Type == Urn.StackType)
        {
            _stackUrn = urn;
            _stackOutputs = outputs;
            return;
        }

        await TakeAsync(state, outputs);
    }

    /// <summary>
    /// Takes the outputs of the stack. After a failure those that are missing stay as they were: the program may not have come
    /// as far as them.
    /// </summary>
    public async Task TakeStackOutputsAsync()
    {
        if (_stackOutputs is not { } outputs || run.News.GetValueOrDefault(_stackUrn) is not { } state)
            return;
        if ((run.Errored || run.Stop.IsCancellationRequested) && run.Olds.GetValueOrDefault(_stackUrn) is { } old)
            outputs = old.Outputs.SetAll(outputs);
        await TakeAsync(state, outputs);
    }

    private async Task TakeAsync(ResourceState state, PropertyMap outputs)
    {
        var @new = state with { Outputs = Properties.Secretness.Hide(outputs, state.AdditionalSecretOutputs) };
        run.News[state.Urn] = @new;
        if (run.Plans.RegisterOutputs(state.Urn, run.Olds.GetValueOrDefault(state.Urn)?.Outputs ?? PropertyMap.Empty, @new.Outputs) is { } violation)
        {
            run.Diagnostics.Error(state.Urn, $"resource {state.Urn} violates plan: {violation}");
            run.Fail();
        }

        if (!state.Outputs.Equals(@new.Outputs))
            await run.Recorder.SuccessAsync(0, state, @new, inPlace: true);
        var op = run.Taken.GetValueOrDefault(state.Urn)?.LastOrDefault() ?? StepOp.Same;
        var info = new StepInfo { Op = op, Urn = state.Urn, Type = state.Type, Old = run.Olds.GetValueOrDefault(state.Urn), New = @new };
        run.Diagnostics.Emit(time => new StepEndedEvent(time, info, run.DryRun, IsOutputsOnly: true));
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_running > 0)
                return;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private sealed class Call(ProgramLife life) : IDisposable
    {
        public void Dispose() => life.Leave();
    }
}
