using System.Threading.Channels;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>
/// Runs the controllers, one object at a time, on one thread: woken by changes, and by the clock for what takes time.
/// What is waited for is not kept: after a restart every object is looked at, and waits begin where its timestamps say.
/// </summary>
internal sealed class ControllerLoop : IAsyncDisposable
{
    static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    readonly ObjectWriter _writer;
    readonly EventRecorder _events;
    readonly IReadOnlyList<IController> _controllers;
    readonly CustomResources _customResources;
    readonly Channel<(IController Controller, ObjectKey Key)> _queue = Channel.CreateUnbounded<(IController, ObjectKey)>();
    readonly HashSet<(IController, ObjectKey)> _queued = [];
    readonly Dictionary<(IController, ObjectKey), ITimer> _timers = [];
    readonly CancellationTokenSource _stop = new();
    readonly SemaphoreSlim _mayWork = new(1);
    Task _running = Task.CompletedTask;

    public ControllerLoop(ObjectWriter writer, SchemaSet schemas, ControllerDelays delays, string authority)
    {
        _writer = writer;
        _events = new EventRecorder(writer);
        var events = _events;
        _controllers =
        [
            new NamespaceController(writer, authority, delays.NamespaceDeletion),
            new DeploymentController(writer, events),
            new ReplicaSetController(writer, events, "apps/v1", "ReplicaSet"),
            new ReplicaSetController(writer, events, "v1", "ReplicationController"),
            new StatefulSetController(writer, events),
            new DaemonSetController(writer, events),
            new JobController(writer, events),
            new CronJobController(writer, events),
            new PodController(writer, events, delays),
            new EndpointsController(writer),
            new AddressController(writer, events, delays.LoadBalancer),
            new CertificateController(writer, events),
            new IngressCertificates(writer, events),
            new VolumeController(writer, events),
            new BudgetController(writer),
            new QuotaController(writer),
            _customResources = new CustomResources(writer, schemas),
            new GarbageCollector(writer),
        ];
    }

    /// <summary>Looks at everything there is, and then at what changes.</summary>
    public void Start()
    {
        // Custom resources must be served before the first request, not soon after it.
        _customResources.Serve();
        _writer.Store.Committed += OnChange;
        lock (_writer.Store.Gate)
            foreach (var storage in _writer.Store.Storages.ToList())
                foreach (var stored in _writer.Store.List(storage).Items) OnChange(new Change(ChangeType.Added, null, stored));
        _running = Task.Run(RunAsync);
    }

    /// <summary>Lets the controllers rest until the result is disposed: what clients do is then seen alone.</summary>
    public async Task<IDisposable> PauseAsync()
    {
        await _mayWork.WaitAsync();
        return new Rest(_mayWork);
    }

    sealed class Rest(SemaphoreSlim mayWork) : IDisposable
    {
        public void Dispose() => mayWork.Release();
    }

    public void SetAddress(string kind, string @namespace, string name, string address)
    {
        var type = kind switch
        {
            "Ingress" => _writer.BuiltIn("networking.k8s.io/v1", kind),
            "Service" => _writer.BuiltIn("v1", kind),
            _ => throw new InvalidOperationException($"A {kind} has no address: only an Ingress or a Service has."),
        };
        try
        {
            _writer.Update(type, @namespace, name, WriteOptions.Controller, json =>
            {
                json.Ensure("metadata", "annotations")[AddressController.Annotation] = address;
                return json;
            });
        }
        catch (ApiException e)
        {
            throw new InvalidOperationException($"Failed to set the address of {kind} {@namespace}/{name}: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _writer.Store.Committed -= OnChange;
        await _stop.CancelAsync();
        await _running;
        lock (_timers)
            foreach (var timer in _timers.Values) timer.Dispose();
    }

    void OnChange(Change change)
    {
        foreach (var controller in _controllers)
            foreach (var key in controller.Affected(change)) Enqueue(controller, key);
    }

    void Enqueue(IController controller, ObjectKey key)
    {
        lock (_queued)
            if (!_queued.Add((controller, key))) return;
        _queue.Writer.TryWrite((controller, key));
    }

    async Task RunAsync()
    {
        try
        {
            await foreach (var work in _queue.Reader.ReadAllAsync(_stop.Token))
            {
                await _mayWork.WaitAsync(_stop.Token);
                lock (_queued) _queued.Remove(work);
                try
                {
                    Work(work);
                }
                finally
                {
                    _mayWork.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The cluster stops.
        }
    }

    void Work((IController Controller, ObjectKey Key) work)
    {
        try
        {
            if (work.Controller.Reconcile(work.Key) is { } after) Later(work, after);
        }
        catch (ApiException e) when (e.Code is 404 or 409 or 403)
        {
            // Somebody was faster, or the namespace is ending. A conflict is tried again.
            if (e.Reason == "Conflict") Enqueue(work.Controller, work.Key);
        }
        catch (Exception e)
        {
            // One object that can't be dealt with must not stop all others; its events say what is wrong with it.
            if (_writer.Store.Get(work.Key) is { } stored && stored.Key.Storage != "events")
                _events.Warning(stored, "controller-manager", "ReconcileFailed", $"{work.Controller.GetType().Name}: {e.Message}");
            Later(work, AfterFailure);
        }
    }

    void Later((IController Controller, ObjectKey Key) work, TimeSpan after)
    {
        lock (_timers)
        {
            if (_timers.Remove(work, out var earlier)) earlier.Dispose();
            if (_stop.IsCancellationRequested) return;
            _timers[work] = _writer.Time.CreateTimer(_ =>
            {
                lock (_timers)
                    if (_timers.Remove(work, out var timer)) timer.Dispose();
                Enqueue(work.Controller, work.Key);
            }, null, after < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : after, Timeout.InfiniteTimeSpan);
        }
    }
}
