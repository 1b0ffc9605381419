//! The system of an incident as a drawing needs it: boxes in columns, lines between them.

use crate::incident::document::Incident;

/// A way from a service to the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Name of the pool or of the program that connects by itself.
    pub name: String,
    /// What it is.
    pub about: String,
}

/// A service and its ways to the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Name.
    pub name: String,
    /// Instances.
    pub instances: u32,
    /// What it does.
    pub about: String,
    /// Users reach it through the balancer.
    pub public: bool,
    /// Its ways to the database.
    pub ways: Vec<Way>,
}

/// The system.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    /// New visits a second, all classes.
    pub visits_per_second: f64,
    /// Services, those that users reach first.
    pub services: Vec<Service>,
    /// The database's host.
    pub host: String,
    /// Its CPU cores.
    pub cores: u32,
}

impl System {
    /// The system of an incident.
    pub fn of(incident: &Incident) -> System {
        let world = &incident.world;
        let mut services: Vec<Service> = world
            .services
            .iter()
            .map(|service| {
                let pool = service.pool.iter().map(|pool| Way {
                    name: pool.name.clone(),
                    about: "HikariCP pool".to_string(),
                });
                let loops = service.loops.iter().map(|loops| Way {
                    name: loops.application.clone(),
                    about: "no pool".to_string(),
                });
                Service {
                    name: service.name.clone(),
                    instances: service.instances,
                    about: service.about.clone(),
                    public: world
                        .classes
                        .iter()
                        .any(|class| class.service == service.name),
                    ways: pool.chain(loops).collect(),
                }
            })
            .collect();
        services.sort_by_key(|service| !service.public);
        System {
            visits_per_second: world
                .classes
                .iter()
                .map(|class| class.visits_per_second_max())
                .sum(),
            services,
            host: world.database.host.clone(),
            cores: world.database.cores,
        }
    }

    /// The system in sentences, from the users to the database.
    pub fn sentences(&self) -> Vec<String> {
        let public = self.services.iter().filter(|service| service.public);
        let public: Vec<&str> = public.map(|service| service.name.as_str()).collect();
        let mut out = vec![format!(
            "About {:.0} visits a second come through the load balancer to {}.",
            self.visits_per_second,
            public.join(" and ")
        )];
        for service in &self.services {
            let ways: Vec<String> = service
                .ways
                .iter()
                .map(|way| format!("{} ({})", way.name, way.about))
                .collect();
            let ways = match ways.as_slice() {
                [] => "without the database".to_string(),
                ways => format!("reaches {} through {}", self.host, ways.join(" and ")),
            };
            out.push(format!(
                "{}, {} instances, {ways}.",
                service.name, service.instances
            ));
        }
        out.push(format!(
            "{} is the one PostgreSQL server, with {} cores.",
            self.host, self.cores
        ));
        out
    }
}
